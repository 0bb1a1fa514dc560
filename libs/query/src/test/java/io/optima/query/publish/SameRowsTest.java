package io.optima.query.publish;

import static org.assertj.core.api.Assertions.assertThat;

import io.optima.model.ContentId;
import io.optima.model.DatasetName;
import io.optima.model.DigestAlgorithm;
import io.optima.model.dataset.Datasets.Committed;
import io.optima.model.dataset.Format;
import io.optima.store.ObjectInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** One id for the same rows however they come, and another for anything else. */
class SameRowsTest extends PublishTest {
  private static final List<Format> FORMATS =
      List.of(Format.CSV, Format.JSON, Format.PARQUET, Format.ARROW);

  /** Two leaves of rows with the types that all four formats know by themselves. */
  private static final String ROWS =
      """
      select i::bigint as id, if(i % 7 = 0, null, 'name ü "' || i || '", ''') as name,
        (i / 3)::double as price, i % 2 = 0 as paid, date '1969-12-01' + i::int as day,
        timestamp '2020-02-28 23:59:58' + to_seconds(i) as at
      from range(70000) t(i) order by i
      """;

  private SampleFiles files;

  @BeforeEach
  void openFiles() {
    files = new SampleFiles(home, allocator);
  }

  @AfterEach
  void closeFiles() {
    files.close();
  }

  @ParameterizedTest
  @EnumSource(DigestAlgorithm.class)
  void formatsDoNotMatter(DigestAlgorithm algorithm) throws Exception {
    List<ContentId> ids = new ArrayList<>();
    for (Format format : FORMATS) {
      DatasetName dataset =
          create("same/" + format.name().toLowerCase(java.util.Locale.ROOT), algorithm);
      ids.add(publish(dataset, format, files.of(format, ROWS)).version().content());
    }
    assertThat(ids).hasSize(4).containsOnly(ids.getFirst());
    assertThat(ids.getFirst().algorithm()).isEqualTo(algorithm);
  }

  @ParameterizedTest
  @EnumSource(DigestAlgorithm.class)
  void publishingAgainInAnyFormatMakesNoVersionAndStoresNothing(DigestAlgorithm algorithm)
      throws Exception {
    DatasetName dataset = create("same/rows", algorithm);
    Committed first = publish(dataset, Format.CSV, files.of(Format.CSV, ROWS));
    Map<String, Long> stored = stored();
    for (Format format : FORMATS) {
      Committed again = publish(dataset, format, files.of(format, ROWS));
      assertThat(again.unchanged()).as(format.name()).isTrue();
      assertThat(again.version()).isEqualTo(first.version());
    }
    assertThat(stored()).isEqualTo(stored);
  }

  @ParameterizedTest
  @EnumSource(
      value = Format.class,
      names = {"TEXT", "BINARY"})
  void theSameBytesAreUnchangedToo(Format format) {
    DatasetName dataset = create("same/bytes", DigestAlgorithm.MD5);
    publish(dataset, format, "the same");
    Map<String, Long> stored = stored();
    assertThat(publish(dataset, format, "the same").unchanged()).isTrue();
    assertThat(stored()).isEqualTo(stored);
  }

  @ParameterizedTest
  @EnumSource(DigestAlgorithm.class)
  void anyOtherRowsHaveAnotherId(DigestAlgorithm algorithm) throws Exception {
    List<String> queries =
        List.of(
            ROWS,
            ROWS.replace("order by i", "order by i = 69998, i"),
            ROWS.replace("(i / 3)", "(if(i = 69999, 0.5, i / 3))"),
            ROWS.replace("i % 7 = 0", "i % 7 = 0 and i <> 7"),
            ROWS.replace("as paid", "as payed"),
            ROWS.replace("i::bigint", "i::int"),
            "select name, * exclude (name) from (" + ROWS + ")",
            "select * from (" + ROWS + ") limit 69999");
    List<ContentId> ids = new ArrayList<>();
    for (int i = 0; i < queries.size(); i++) {
      DatasetName dataset = create("other/rows" + i, algorithm);
      byte[] parquet = files.of(Format.PARQUET, queries.get(i));
      ids.add(publish(dataset, Format.PARQUET, parquet).version().content());
    }
    assertThat(ids).doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "compression uncompressed, row_group_size 2048",
        "compression zstd, row_group_size 65537",
        "compression snappy, row_group_size 1000000, parquet_version v2"
      })
  void compressionAndRowGroupsDoNotMatter(String options) throws Exception {
    DatasetName dataset = create("same/parquet");
    Committed first = publish(dataset, Format.ARROW, files.arrow(ROWS, 65_536));
    byte[] parquet = files.copied(ROWS, "format parquet, " + options);
    assertThat(publish(dataset, Format.PARQUET, parquet).version()).isEqualTo(first.version());
  }

  @ParameterizedTest
  @ValueSource(ints = {1_021, 50_001, 70_000})
  void batchesAndChunksDoNotMatter(int batchRows) throws Exception {
    DatasetName dataset = create("same/arrow");
    Committed first = publish(dataset, Format.CSV, files.of(Format.CSV, ROWS));
    try (Publisher other = publisher(settings().withChunks(65_536, 1, 1 << 20))) {
      DatasetName small = create("same/small");
      Publisher before = publisher();
      publisher = other;
      Committed cut = publish(small, Format.ARROW, files.arrow(ROWS, batchRows));
      Committed again = publish(dataset, Format.ARROW, files.arrow(ROWS, batchRows));
      publisher = before;
      assertThat(cut.version().content()).isEqualTo(first.version().content());
      assertThat(cut.version().chunks()).isEqualTo(2);
      assertThat(again.unchanged()).isTrue();
    }
  }

  @Test
  void tablesWithoutRowsHaveTheIdOfTheirColumns() throws Exception {
    String none = ROWS.replace("range(70000)", "range(0)");
    DatasetName dataset = create("same/none");
    Committed first = publish(dataset, Format.PARQUET, files.of(Format.PARQUET, none));
    assertThat(first.version().rows()).isZero();
    assertThat(publish(dataset, Format.ARROW, files.of(Format.ARROW, none)).unchanged()).isTrue();
    byte[] renamed = files.of(Format.ARROW, none.replace("as paid", "as payed"));
    assertThat(publish(create("same/renamed"), Format.ARROW, renamed).version().content())
        .isNotEqualTo(first.version().content());
  }

  /** Everything in the store with its size. */
  private Map<String, Long> stored() {
    try (Stream<ObjectInfo> objects = store().objects().list("")) {
      return objects.collect(Collectors.toMap(ObjectInfo::key, ObjectInfo::size));
    }
  }
}
