package io.optima.gateway.flight;

import io.optima.gateway.Caller;
import io.optima.gateway.Discovery;
import io.optima.gateway.Discovery.Filter;
import io.optima.identity.ArrowSchemas;
import io.optima.model.dataset.LogEntry;
import io.optima.model.dataset.Version;
import io.optima.model.lineage.LineageQueries.DatasetPage;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.arrow.flight.sql.FlightSqlProducer.Schemas;
import org.apache.arrow.flight.sql.impl.FlightSql.CommandGetDbSchemas;
import org.apache.arrow.flight.sql.impl.FlightSql.CommandGetTables;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VarBinaryVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * What Flight SQL clients browse: one catalog, groups as its schemas, datasets with rows as tables.
 * Only what the caller may read appears.
 */
final class CatalogRows {
  static final String CATALOG = "optima";
  static final String TABLE = "TABLE";
  private static final int PAGE = 1000;

  private final Discovery discovery;
  private final BufferAllocator allocator;

  CatalogRows(Discovery discovery, BufferAllocator allocator) {
    this.discovery = discovery;
    this.allocator = allocator;
  }

  VectorSchemaRoot catalogs() {
    return texts(Schemas.GET_CATALOGS_SCHEMA, Stream.of(List.of(CATALOG)));
  }

  VectorSchemaRoot tableTypes() {
    return texts(Schemas.GET_TABLE_TYPES_SCHEMA, Stream.of(List.of(TABLE)));
  }

  VectorSchemaRoot groups(Caller caller, CommandGetDbSchemas request) {
    Pattern pattern =
        pattern(request.hasDbSchemaFilterPattern() ? request.getDbSchemaFilterPattern() : "%");
    Stream<LogEntry> datasets =
        isOurs(request.hasCatalog(), request.getCatalog())
            ? datasets(caller, Filter.ALL)
            : Stream.of();
    return texts(
        Schemas.GET_SCHEMAS_SCHEMA,
        datasets
            .map(entry -> entry.dataset().group())
            .filter(group -> pattern.matcher(group).matches())
            .distinct()
            .map(group -> List.of(CATALOG, group)));
  }

  VectorSchemaRoot tables(Caller caller, CommandGetTables request) {
    List<LogEntry> found = matching(caller, request).toList();
    VectorSchemaRoot rows =
        texts(
            request.getIncludeSchema()
                ? Schemas.GET_TABLES_SCHEMA
                : Schemas.GET_TABLES_SCHEMA_NO_SCHEMA,
            found.stream()
                .map(
                    entry ->
                        List.of(CATALOG, entry.dataset().group(), entry.dataset().name(), TABLE)));
    if (request.getIncludeSchema()) {
      VarBinaryVector schemas = (VarBinaryVector) rows.getVector("table_schema");
      for (int row = 0; row < found.size(); row++) {
        schemas.setSafe(row, IpcSchemas.bytes(columns(found.get(row))));
      }
      schemas.setValueCount(found.size());
    }
    return rows;
  }

  private Stream<LogEntry> matching(Caller caller, CommandGetTables request) {
    boolean wanted =
        isOurs(request.hasCatalog(), request.getCatalog())
            && (request.getTableTypesCount() == 0
                || request.getTableTypesList().stream().anyMatch(TABLE::equalsIgnoreCase));
    if (!wanted) {
      return Stream.of();
    }
    Pattern groups =
        pattern(request.hasDbSchemaFilterPattern() ? request.getDbSchemaFilterPattern() : "%");
    Pattern names =
        pattern(request.hasTableNameFilterPattern() ? request.getTableNameFilterPattern() : "%");
    return datasets(caller, Filter.ALL)
        .filter(entry -> groups.matcher(entry.dataset().group()).matches())
        .filter(entry -> names.matcher(entry.dataset().name()).matches());
  }

  private static boolean isOurs(boolean given, String catalog) {
    return !given || catalog.isEmpty() || catalog.equalsIgnoreCase(CATALOG);
  }

  /** All datasets with rows, in the order of their names. */
  Stream<LogEntry> datasets(Caller caller, Filter filter) {
    return Stream.iterate(
            discovery.list(caller, filter, PAGE, ""),
            page -> page != null,
            page -> next(caller, filter, page))
        .flatMap(page -> page.datasets().stream())
        .filter(CatalogRows::isTable);
  }

  private @org.jspecify.annotations.Nullable DatasetPage next(
      Caller caller, Filter filter, DatasetPage page) {
    return page.next().isEmpty() ? null : discovery.list(caller, filter, PAGE, page.next());
  }

  private static boolean isTable(LogEntry entry) {
    return entry.latest() != null && entry.latest().schema() != null;
  }

  /** The columns with what JDBC drivers want to know about each. */
  private static Schema columns(LogEntry entry) {
    Version version = java.util.Objects.requireNonNull(entry.latest());
    Schema plain = ArrowSchemas.toArrow(java.util.Objects.requireNonNull(version.schema()));
    return new Schema(plain.getFields().stream().map(field -> described(field, entry)).toList());
  }

  private static Field described(Field field, LogEntry entry) {
    Map<String, String> metadata =
        Map.of(
            "ARROW:FLIGHT:SQL:CATALOG_NAME", CATALOG,
            "ARROW:FLIGHT:SQL:SCHEMA_NAME", entry.dataset().group(),
            "ARROW:FLIGHT:SQL:TABLE_NAME", entry.dataset().name(),
            "ARROW:FLIGHT:SQL:TYPE_NAME", field.getType().getTypeID().name(),
            "ARROW:FLIGHT:SQL:IS_READ_ONLY", "1");
    FieldType type =
        new FieldType(field.isNullable(), field.getType(), field.getDictionary(), metadata);
    return new Field(field.getName(), type, field.getChildren());
  }

  private VectorSchemaRoot texts(Schema schema, Stream<List<String>> rows) {
    VectorSchemaRoot root = VectorSchemaRoot.create(schema, allocator);
    root.allocateNew();
    int[] count = {0};
    Consumer<List<String>> add =
        row -> {
          for (int column = 0; column < row.size(); column++) {
            ((VarCharVector) root.getVector(column))
                .setSafe(count[0], row.get(column).getBytes(StandardCharsets.UTF_8));
          }
          count[0]++;
        };
    rows.forEach(add);
    root.setRowCount(count[0]);
    return root;
  }

  /** A LIKE pattern, as Flight SQL filters are: % any text, _ one character, \\ escapes. */
  static Pattern pattern(String like) {
    StringBuilder regex = new StringBuilder();
    boolean escaped = false;
    for (int i = 0; i < like.length(); i++) {
      char c = like.charAt(i);
      boolean wild = !escaped && (c == '%' || c == '_');
      escaped = !escaped && c == '\\';
      if (wild) {
        regex.append(c == '%' ? ".*" : ".");
      } else if (!escaped) {
        regex.append(Pattern.quote(String.valueOf(c)));
      }
    }
    return Pattern.compile(regex.toString(), Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
  }
}
