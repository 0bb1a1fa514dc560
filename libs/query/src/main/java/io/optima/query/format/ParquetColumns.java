package io.optima.query.format;

import io.optima.model.dataset.Format;
import io.optima.model.schema.DataType;
import io.optima.model.schema.DataTypes;
import io.optima.model.schema.Field;
import io.optima.model.schema.TableSchema;
import io.optima.query.duckdb.DuckDb;
import io.optima.query.duckdb.DuckTypes;
import io.optima.query.duckdb.Sql;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.Function;

/**
 * Columns of a Parquet file as values. Files that Optima wrote say in their metadata which columns
 * Parquet has no type for, so that these come back as they were.
 */
final class ParquetColumns {
  /** Key of the file's metadata: the fields as {@link TableSchema#text()} has them. */
  private static final String SCHEMA = "optima.schema";

  private final DuckDb duckDb;
  private final String source;

  private ParquetColumns(DuckDb duckDb, String source) {
    this.duckDb = duckDb;
    this.source = source;
  }

  /** Of a file from anywhere. */
  static ParquetColumns of(DuckDb duckDb, Path file) throws SQLException {
    String plain = "read_parquet(" + Sql.text(file) + ")";
    Optional<TableSchema> exported = exported(duckDb, file);
    if (exported.isPresent()
        && described(duckDb, "select * from " + plain)
            .equals(types(duckDb, exported.get(), PhysicalLayout::type))) {
      return kept(duckDb, file, exported.get());
    }
    return new ParquetColumns(duckDb, plain);
  }

  /** Of a file in the layout of chunks. */
  static ParquetColumns kept(DuckDb duckDb, Path file, TableSchema schema) {
    return new ParquetColumns(
        duckDb,
        "(select %s from read_parquet(%s))"
            .formatted(PhysicalLayout.reading(schema), Sql.text(file)));
  }

  /** What a writer adds to {@code copy} for a file that leaves Optima. */
  static String metadata(TableSchema schema) {
    boolean plain = schema.fields().stream().allMatch(f -> PhysicalLayout.isPlain(f.type()));
    return plain ? "" : ", kv_metadata {" + Sql.name(SCHEMA) + ": " + Sql.text(schema.text()) + "}";
  }

  private static Optional<TableSchema> exported(DuckDb duckDb, Path file) throws SQLException {
    String query =
        "select decode(value) from parquet_kv_metadata(%s) where decode(key) = %s"
            .formatted(Sql.text(file), Sql.text(SCHEMA));
    try (Connection connection = duckDb.connect();
        Statement statement = connection.createStatement();
        ResultSet found = DuckDb.whole(statement, query)) {
      return found.next() ? Optional.of(parsed(found.getString(1))) : Optional.empty();
    }
  }

  private static TableSchema parsed(String text) {
    DataType row = DataTypes.parse("struct<" + text.replace("\n", ", ") + ">");
    return new TableSchema(((DataType.Struct) row).fields());
  }

  /** The columns as they are. */
  FileQuery inferred() {
    return FileQuery.of(Format.PARQUET, source);
  }

  /** The columns of the schema, which are those of the file in any order. */
  FileQuery declared(TableSchema schema) throws SQLException {
    Map<String, String> found = described(duckDb, "select * from " + source);
    ColumnNames.check(List.copyOf(found.keySet()), schema);
    Map<String, String> wanted = types(duckDb, schema, DuckTypes::sql);
    return FileQuery.strict(
        Format.PARQUET,
        source,
        schema,
        field -> value(field, Objects.requireNonNull(found.get(field.name())), wanted));
  }

  private static String value(Field field, String found, Map<String, String> wanted) {
    String name = Sql.name(field.name());
    return found.equals(wanted.get(field.name()))
        ? name
        : TextForm.fromTyped(name, found, field.type());
  }

  /** The columns' types in the words in which DuckDB describes them. */
  private static SequencedMap<String, String> types(
      DuckDb duckDb, TableSchema schema, Function<DataType, String> type) throws SQLException {
    StringBuilder columns = new StringBuilder();
    for (Field field : schema.fields()) {
      columns
          .append(columns.isEmpty() ? "select " : ", ")
          .append("cast(null as ")
          .append(type.apply(field.type()))
          .append(") as ")
          .append(Sql.name(field.name()));
    }
    return described(duckDb, columns.toString());
  }

  private static SequencedMap<String, String> described(DuckDb duckDb, String query)
      throws SQLException {
    SequencedMap<String, String> found = new LinkedHashMap<>();
    try (Connection connection = duckDb.connect();
        Statement statement = connection.createStatement();
        ResultSet columns = statement.executeQuery("describe " + query)) {
      while (columns.next()) {
        found.put(columns.getString(1), columns.getString(2));
      }
    }
    return found;
  }
}
