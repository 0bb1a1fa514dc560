package io.optima.query.publish;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.optima.model.DatasetName;
import io.optima.model.dataset.Datasets;
import io.optima.model.dataset.Datasets.Committed;
import io.optima.model.dataset.Format;
import io.optima.model.dataset.Manifest.Chunk;
import io.optima.model.dataset.Mode;
import io.optima.query.secure.OwnersAndReaders;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.arrow.vector.ipc.ArrowStreamReader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows behind rows are the table that would have been published whole. */
class AppendTest extends PublishTest {
  private SampleFiles files;

  @BeforeEach
  void openFiles() {
    files = new SampleFiles(home, allocator);
  }

  @AfterEach
  void closeFiles() {
    files.close();
  }

  private static String rows(int from, int to) {
    return """
    select i as id, if(i %% 3 = 0, null, 'name' || i) as name, [i, null] as list
    from range(%d, %d) t(i)
    """
        .formatted(from, to);
  }

  private Committed append(Publisher through, DatasetName dataset, byte[] rows) throws IOException {
    try (ArrowStreamReader reader =
        new ArrowStreamReader(new ByteArrayInputStream(rows), allocator)) {
      return through.publishRows(target(dataset, Mode.APPEND), reader, PublishListener.NONE);
    }
  }

  private List<Chunk> chunks(Committed committed) {
    return store().manifests().read(committed.version().manifest()).chunks();
  }

  @ParameterizedTest
  @ValueSource(ints = {499, 1_021, 65_537})
  void batchesOfAnySizeAppendTheSame(int batchRows) throws Exception {
    DatasetName parts = create("a/parts");
    Committed last = append(publisher(), parts, files.arrow(rows(0, 500), batchRows));
    for (int end : new int[] {65_536, 65_537, 70_001, 140_000}) {
      int from = (int) last.version().rows();
      Committed next = append(publisher(), parts, files.arrow(rows(from, end), batchRows));
      assertThat(chunks(next)).startsWith(chunks(last).toArray(Chunk[]::new));
      last = next;
    }
    Committed whole = append(publisher(), create("a/whole"), files.arrow(rows(0, 140_000), 65_536));
    assertThat(last.version().content()).isEqualTo(whole.version().content());
    assertThat(last.version().number()).isEqualTo(5);
  }

  @Test
  void anAppendThatWasOvertakenIsPutBehindTheOther() throws Exception {
    DatasetName dataset = create("a/b");
    publish(dataset, Format.ARROW, files.arrow(rows(0, 66_000), 1_000));
    byte[] first = files.arrow(rows(66_000, 140_000), 999);
    Datasets overtaken = overtaken(() -> append(publisher(), dataset, first));
    try (Publisher late =
        new Publisher(store(), overtaken, new OwnersAndReaders(), settings(), allocator)) {
      Committed second = append(late, dataset, files.arrow(rows(140_000, 150_000), 77));
      assertThat(second.version().number()).isEqualTo(3);
      Committed whole =
          publish(create("a/whole"), Format.ARROW, files.arrow(rows(0, 150_000), 65_536));
      assertThat(second.version().content()).isEqualTo(whole.version().content());
    }
  }

  @Test
  void ofManyAtOnceEachIsThereOnce() throws Exception {
    DatasetName dataset = create("a/b");
    publish(dataset, Format.CSV, "id\n0\n");
    List<Callable<Committed>> appends = new ArrayList<>();
    for (int i = 1; i <= 4; i++) {
      String csv = "id\n" + i + "\n";
      appends.add(() -> append(dataset, Format.CSV, csv));
    }
    List<Long> versions = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
      for (Future<Committed> append : threads.invokeAll(appends)) {
        versions.add(append.get().version().number());
      }
    }
    assertThat(versions).containsExactlyInAnyOrder(2L, 3L, 4L, 5L);
    assertThat(requireNonNull(datasets().head(dataset).latest()).rows()).isEqualTo(5);
  }

  @ParameterizedTest
  @EnumSource(
      value = Format.class,
      names = {"CSV", "JSON", "PARQUET", "ARROW"})
  void columnsGoByTheirNames(Format format) throws Exception {
    DatasetName dataset = create("a/b");
    String one = "select 1::bigint as id, 'one' as name, 1.5::double as price";
    String two = "select 2::bigint as id, 'two' as name, 2.5::double as price";
    publish(dataset, format, files.of(format, one));
    byte[] turned = files.of(format, "select price, id, name from (" + two + ")");
    Committed appended = publish(dataset, Mode.APPEND, format, null, turned);
    byte[] both = files.of(format, one + " union all " + two + " order by id");
    assertThat(publish(create("a/whole"), format, both).version().content())
        .isEqualTo(appended.version().content());
  }

  @Test
  void rowsOfAPutGoByNamesToo() throws Exception {
    DatasetName dataset = create("a/b");
    append(publisher(), dataset, files.arrow("select 1 as id, 'one' as name", 10));
    Committed appended =
        append(publisher(), dataset, files.arrow("select 'two' as name, 2 as id", 10));
    Committed whole =
        append(
            publisher(),
            create("a/whole"),
            files.arrow("select * from (values (1, 'one'), (2, 'two')) t(id, name)", 10));
    assertThat(appended.version().content()).isEqualTo(whole.version().content());
  }

  @Test
  void valuesThatFitTheTablesTypesAreTaken() throws Exception {
    DatasetName dataset = create("a/b");
    publish(dataset, Format.CSV, "id,price\n1,1.5\n");
    Committed appended = append(dataset, Format.CSV, "price,id\n2,2\n");
    assertThat(appended.version().schema()).isEqualTo(schema("id", "int64", "price", "float64"));
    byte[] narrow = files.arrow("select 3::utinyint as id, 3::decimal(3,1) as price", 1);
    assertThat(publish(dataset, Mode.APPEND, Format.ARROW, null, narrow).version().content())
        .isEqualTo(
            publish(create("a/whole"), Format.CSV, "id,price\n1,1.5\n2,2\n3,3\n")
                .version()
                .content());
  }

  @Test
  void othersAreRefusedNamingColumnRowAndValue() throws Exception {
    DatasetName dataset = create("a/b");
    publish(dataset, Format.CSV, "id,price\n1,1.5\n");
    assertThatThrownBy(() -> append(dataset, Format.CSV, "id,price\n2,2\nthree,3\n"))
        .hasMessage("column 'id', row 2: the value 'three' is not int64");
    String json = "[{\"id\":2,\"price\":1},{\"id\":2.5,\"price\":1}]";
    assertThatThrownBy(() -> append(dataset, Format.JSON, json))
        .hasMessage("column 'id', row 2: the value '2.5' is not int64");
    assertThatThrownBy(() -> append(dataset, Format.CSV, "id\n2\n"))
        .hasMessage("column 'price' of the schema is not in the data");
    byte[] retyped = files.arrow("select 'x' as id, 1::double as price", 10);
    assertThatThrownBy(() -> append(publisher(), dataset, retyped))
        .hasMessageContaining("column 1 is \"id\" utf8 instead of \"id\" int64");
    assertThatThrownBy(() -> publish(dataset, Mode.APPEND, Format.ARROW, null, retyped))
        .hasMessage("column 'id', row 1: the value 'x' is not int64");
    assertThat(datasets().head(dataset).latestNumber()).isEqualTo(1);
  }
}
