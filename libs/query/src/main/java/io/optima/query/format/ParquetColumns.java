package io.optima.query.format;

import io.optima.model.dataset.Format;
import io.optima.model.schema.DataType;
import io.optima.model.schema.DataTypes;
import io.optima.model.schema.Field;
import io.optima.model.schema.TableSchema;
import io.optima.query.duckdb.DuckDb;
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

/**
 * Columns of an uploaded Parquet file. Files that Optima wrote say in their metadata which columns
 * Parquet has no type for, so that these come back as they were.
 */
final class ParquetColumns {
  /** Key of the file's metadata: the fields as {@link TableSchema#text()} has them. */
  private static final String SCHEMA = "optima.schema";

  private final DuckDb duckDb;
  private final String file;
  private final SequencedMap<String, String> types;

  ParquetColumns(DuckDb duckDb, Path file) throws SQLException {
    this.duckDb = duckDb;
    this.file = Sql.text(file);
    this.types = described("select * from " + source());
  }

  /** What a writer adds to {@code copy} for a file that leaves Optima. */
  static String metadata(TableSchema schema) {
    boolean plain = schema.fields().stream().allMatch(f -> PhysicalLayout.isPlain(f.type()));
    return plain ? "" : ", kv_metadata {" + Sql.name(SCHEMA) + ": " + Sql.text(schema.text()) + "}";
  }

  /** The table function that reads the file. */
  String source() {
    return "read_parquet(" + file + ")";
  }

  /** The columns of the schema, which are those of the file in any order. */
  FileQuery as(TableSchema schema) throws SQLException {
    ColumnNames.check(List.copyOf(types.keySet()), schema);
    Map<String, String> kept = kept(schema);
    return FileQuery.strict(
        Format.PARQUET, source(), schema, field -> value(field, kept.get(field.name())));
  }

  private String value(Field field, @org.jspecify.annotations.Nullable String kept) {
    String found = Objects.requireNonNull(types.get(field.name()));
    return found.equals(kept)
        ? PhysicalLayout.reading(field)
        : TextForm.fromTyped(Sql.name(field.name()), found, field.type());
  }

  /** As the metadata says, unless the columns were changed since. */
  Optional<FileQuery> asExported() throws SQLException {
    Optional<TableSchema> exported = exported();
    if (exported.isEmpty() || !kept(exported.get()).equals(types)) {
      return Optional.empty();
    }
    return Optional.of(
        FileQuery.strict(
            Format.PARQUET, source(), exported.get(), field -> PhysicalLayout.reading(field)));
  }

  private Optional<TableSchema> exported() throws SQLException {
    String query =
        "select decode(value) from parquet_kv_metadata(%s) where decode(key) = %s"
            .formatted(file, Sql.text(SCHEMA));
    try (Connection connection = duckDb.connect();
        Statement statement = connection.createStatement();
        ResultSet found = statement.executeQuery(query)) {
      return found.next() ? Optional.of(parsed(found.getString(1))) : Optional.empty();
    }
  }

  private static TableSchema parsed(String text) {
    DataType row = DataTypes.parse("struct<" + text.replace("\n", ", ") + ">");
    return new TableSchema(((DataType.Struct) row).fields());
  }

  /** Types in which the columns lie in a file, in DuckDB's words. */
  private SequencedMap<String, String> kept(TableSchema schema) throws SQLException {
    StringBuilder columns = new StringBuilder();
    for (Field field : schema.fields()) {
      columns
          .append(columns.isEmpty() ? "select " : ", ")
          .append("cast(null as ")
          .append(PhysicalLayout.type(field.type()))
          .append(") as ")
          .append(Sql.name(field.name()));
    }
    return described(columns.toString());
  }

  private SequencedMap<String, String> described(String query) throws SQLException {
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
