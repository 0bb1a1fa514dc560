package io.optima.query.secure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.optima.identity.TableDigest;
import io.optima.model.DatasetRef;
import io.optima.model.DigestAlgorithm;
import io.optima.model.ErrorCode;
import io.optima.model.OptimaException;
import io.optima.model.Principal;
import io.optima.model.dataset.Version;
import io.optima.model.schema.TableSchema;
import io.optima.query.sql.CheckedQuery;
import io.optima.query.sql.QuerySettings;
import io.optima.query.sql.RunningQuery;
import io.optima.query.sql.SqlEngine;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecuredRelationTest {
  private static final Principal OWNER = new Principal("ann", Set.of());
  private static final Principal READER = new Principal("bob", Set.of());
  private static final Principal OTHER = new Principal("eve", Set.of());
  private static final Principal ADMIN = new Principal("root", Set.of(Principal.ADMIN));

  private static final String EVERY_TYPE =
      """
      select i::tinyint as i8, i::smallint as i16, i::int as i32, i::bigint as i64,
        i::utinyint as u8, i::usmallint as u16, i::uinteger as u32, 18446744073709551615::ubigint as u64,
        i::float as f32, (i / 7)::double as f64, 'nan'::double as nan, (-0.0)::double as zero,
        (i * 1.5)::decimal(4, 1) as d4, (i * 1.5)::decimal(9, 2) as d9, i::decimal(18, 3) as d18,
        99999999999999999999999999999999999999::decimal(38, 0) as d38,
        i % 2 = 0 as bool, if(i % 3 = 0, null, 'text ä ' || i) as utf8, encode('b' || i) as bin,
        date '1900-01-01' + i::int as day, time '23:59:59.999999' as clock,
        timestamp '1969-12-31 23:59:59.999999' + to_days(i::int) as moment,
        '2020-01-01 00:00:00.123456789'::timestamp_ns as nanos,
        timestamptz '2020-06-01 12:00:00+02' as utc,
        interval '3 months 2 days 0.000001 seconds' * i as span,
        if(i % 5 = 0, null, [i, null, i + 1]) as list, {'a': i, 'b': ['x', null]} as struct,
        map {'k' || i: i} as map, null as nothing, [interval 1 day] as spans, {'n': null, 's': interval 1 month} as deep
      from range(100) t(i)
      """;

  private final BufferAllocator allocator = new RootAllocator();
  private PublishedTables tables;
  private Relations relations;

  @BeforeEach
  void start(@TempDir Path home) {
    tables = new PublishedTables(home);
    relations = new Relations(tables.store(), new OwnersAndReaders(), ReadSettings.in(home));
  }

  @AfterEach
  void stop() {
    relations.close();
    tables.close();
    allocator.close(); // proves that nothing leaked
  }

  @Test
  void rangesAndColumnsOfAnySizeAreExact() throws Exception {
    tables.table("sales/orders", "ann", Set.of(), numbers(300_000));
    assertThat(read("sales/orders", List.of(), 0, 0)).hasSize(300_000).isSorted();
    assertThat(read("sales/orders", List.of("text", "id"), 0, 0)).hasSize(300_000).isSorted();
    for (long[] range :
        new long[][] {
          {0, 1},
          {1, 65_536},
          {65_535, 2},
          {131_071, 2},
          {131_072, 131_072},
          {299_999, 5},
          {300_000, 1},
          {1_000_000, 0},
          {100_000, Long.MAX_VALUE}
        }) {
      long end = range[1] == 0 ? 300_000 : Math.min(300_000, saturated(range[0], range[1]));
      List<Long> rows = read("sales/orders", List.of("id"), range[0], range[1]);
      assertThat(rows).hasSize((int) Math.max(0, end - range[0])).isSorted();
      assertThat(rows.isEmpty() || rows.getFirst() == range[0]).isTrue();
    }
  }

  @Test
  void rangeTouchesOnlyTheChunksItNeeds() throws Exception {
    Version version = tables.table("sales/orders", "ann", Set.of(), numbers(300_000), 65_536);
    var chunks = tables.store().manifests().read(version.manifest()).chunks();
    String broken =
        "chunks/"
            + chunks.get(2).digest().hex().substring(0, 2)
            + "/"
            + chunks.get(2).digest().hex().substring(2);
    tables.store().objects().delete(broken);
    assertThat(read("sales/orders", List.of(), 0, 131_072)).hasSize(131_072);
    assertThatThrownBy(() -> read("sales/orders", List.of(), 131_072, 1))
        .isInstanceOfSatisfying(
            OptimaException.class,
            e -> {
              assertThat(e.code()).isEqualTo(ErrorCode.CORRUPT);
              assertThat(e.text()).contains(chunks.get(2).digest().hex());
            });
  }

  @Test
  void columnNamedLikeTheRowNumberOfAFileIsAnOrdinaryColumn() throws Exception {
    tables.table(
        "sales/odd",
        "ann",
        Set.of(),
        "select i as id, 7 - i as file_row_number from range(200000) t(i)");
    assertThat(read("sales/odd", List.of("id"), 150_000, 2)).containsExactly(150_000L, 150_001L);
  }

  @Test
  void everyTypeComesBackByReadingAndBySql(@TempDir Path home) throws Exception {
    Version version = tables.table("sales/types", "ann", Set.of(), EVERY_TYPE);
    try (SecuredRelation types = relations.open(OWNER, DatasetRef.parse("sales/types"));
        ArrowReader reader = types.read(List.of(), 0, 0, allocator)) {
      assertThat(identity(types.schema(), reader)).isEqualTo(version.content());
    }
    try (SqlEngine engine = new SqlEngine(relations, QuerySettings.in(home))) {
      CheckedQuery query = engine.check(OWNER, "from sales.types");
      assertThat(query.schema()).isEqualTo(version.schema());
      try (RunningQuery running = query.run(List.of(), allocator)) {
        assertThat(identity(query.schema(), running.reader())).isEqualTo(version.content());
      }
    }
  }

  private static io.optima.model.ContentId identity(TableSchema schema, ArrowReader reader)
      throws Exception {
    TableDigest digest = new TableDigest(DigestAlgorithm.SHA256, schema);
    while (reader.loadNextBatch()) {
      digest.add(reader.getVectorSchemaRoot());
    }
    return digest.finish().id();
  }

  @Test
  void emptyTableHasColumnsAndNoRows() throws Exception {
    tables.table("sales/none", "ann", Set.of(), numbers(0));
    assertThat(read("sales/none", List.of("id"), 0, 0)).isEmpty();
  }

  @Test
  void bytesOfARange() throws Exception {
    byte[] content = new byte[10_000];
    new java.util.Random(7).nextBytes(content);
    tables.bytes("media/song", "ann", content, 999);
    try (SecuredRelation song = relations.open(OWNER, DatasetRef.parse("media/song"))) {
      for (int[] range : new int[][] {{0, 0}, {0, 1}, {998, 3}, {5_000, 9_000}, {10_000, 1}}) {
        int end = range[1] == 0 ? 10_000 : Math.min(10_000, range[0] + range[1]);
        try (var in = song.bytes(range[0], range[1])) {
          assertThat(in.readAllBytes())
              .isEqualTo(java.util.Arrays.copyOfRange(content, range[0], end));
        }
      }
      assertThatThrownBy(song::schema).hasMessageContaining("not a table");
    }
  }

  @Test
  void whoMayNotReadSeesTheSameAsIfItDidNotExist() throws Exception {
    tables.table("sales/orders", "ann", Set.of("bob"), numbers(10));
    assertThat(refusal(OTHER, "sales/orders"))
        .isEqualTo(refusal(OTHER, "sales/nothing").replace("nothing", "orders"));
    assertThat(refusal(OTHER, "sales/orders@7")).isEqualTo(refusal(OTHER, "sales/orders"));
    for (Principal allowed : List.of(OWNER, READER, ADMIN)) {
      try (SecuredRelation orders = relations.open(allowed, DatasetRef.parse("sales/orders"))) {
        assertThat(orders.rows()).isEqualTo(10);
        assertThat(orders.policy()).isEqualTo("owners-and-readers/1#1");
      }
    }
    tables.readers("sales/orders", Set.of("*"));
    relations.open(OTHER, DatasetRef.parse("sales/orders")).close();
    tables.readers("sales/orders", Set.of());
    assertThat(refusal(READER, "sales/orders")).contains("does not exist");
  }

  @Test
  void droppedDatasetTellsOnlyItsReadersWhy() throws Exception {
    tables.table("sales/orders", "ann", Set.of("bob"), numbers(10));
    tables.drop("sales/orders");
    assertThat(refusal(READER, "sales/orders")).contains("dropped");
    assertThat(refusal(OTHER, "sales/orders")).doesNotContain("dropped");
  }

  @Test
  void versionsByNumberAndContent() throws Exception {
    Version first = tables.table("sales/orders", "ann", Set.of(), numbers(10));
    tables.table("sales/orders", "ann", Set.of(), numbers(20));
    assertThat(read("sales/orders", List.of(), 0, 0)).hasSize(20);
    assertThat(read("sales/orders@1", List.of(), 0, 0)).hasSize(10);
    assertThat(read("sales/orders@" + first.content(), List.of(), 0, 0)).hasSize(10);
    assertThat(refusal(OWNER, "sales/orders@3")).contains("the latest is 2");
  }

  @Test
  void unknownColumnIsNamed() throws Exception {
    tables.table("sales/orders", "ann", Set.of(), numbers(10));
    assertThatThrownBy(() -> read("sales/orders", List.of("prize"), 0, 0))
        .hasMessage("sales/orders has no column 'prize': it has id, text");
    assertThatThrownBy(() -> read("sales/orders", List.of(), -1, 0))
        .hasMessageContaining("negative");
  }

  private static String numbers(int rows) {
    return "select i as id, 'row ' || i as text from range(%d) t(i)".formatted(rows);
  }

  private static long saturated(long a, long b) {
    return a + b < 0 ? Long.MAX_VALUE : a + b;
  }

  private String refusal(Principal principal, String ref) {
    try {
      relations.open(principal, DatasetRef.parse(ref)).close();
      return "granted";
    } catch (OptimaException e) {
      assertThat(e.code()).isEqualTo(ErrorCode.NOT_FOUND);
      return e.text();
    }
  }

  private List<Long> read(String ref, List<String> columns, long offset, long limit)
      throws Exception {
    List<Long> ids = new ArrayList<>();
    try (SecuredRelation relation = relations.open(OWNER, DatasetRef.parse(ref));
        ArrowReader reader = relation.read(columns, offset, limit, allocator)) {
      while (reader.loadNextBatch()) {
        assertThat(reader.getVectorSchemaRoot().getRowCount()).isBetween(1, 65_536);
        BigIntVector id = (BigIntVector) reader.getVectorSchemaRoot().getVector("id");
        for (int i = 0; i < id.getValueCount(); i++) {
          ids.add(id.get(i));
        }
      }
    }
    return ids;
  }
}
