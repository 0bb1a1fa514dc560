package io.optima.query.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.optima.model.DatasetName;
import io.optima.model.DigestAlgorithm;
import io.optima.model.ErrorCode;
import io.optima.model.OptimaException;
import io.optima.model.dataset.Datasets;
import io.optima.model.dataset.Datasets.Committed;
import io.optima.model.dataset.Datasets.Create;
import io.optima.model.dataset.Format;
import io.optima.model.dataset.Kind;
import io.optima.model.dataset.Manifest;
import io.optima.model.dataset.Manifest.Chunk;
import io.optima.model.dataset.Mode;
import io.optima.model.dataset.Settings;
import io.optima.model.transform.RowsRef;
import io.optima.query.secure.OwnersAndReaders;
import io.optima.query.secure.ReadSettings;
import io.optima.query.secure.Relations;
import io.optima.query.secure.SecuredRelation;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.ipc.ArrowStreamReader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Rows that are stored first and committed later are what they would have been at once. */
class StagedRowsTest extends PublishTest {
  private static final String ROWS = "select i as id, 'name' || i as name from range(%d, %d) t(i)";

  private SampleFiles files;

  @BeforeEach
  void openFiles() {
    files = new SampleFiles(home, allocator);
  }

  @AfterEach
  void closeFiles() {
    files.close();
  }

  @Override
  PublishSettings settings() {
    return super.settings().withChunks(65_536, 320L << 20, 64 << 20);
  }

  private byte[] arrow(int from, int to) throws IOException, SQLException {
    return files.arrow(ROWS.formatted(from, to), 10_000);
  }

  private RowsRef stage(Staging staging, DigestAlgorithm algorithm, byte[] arrow)
      throws IOException {
    try (ArrowStreamReader reader = reader(arrow)) {
      return staging.rows(reader, algorithm, PublishListener.NONE);
    }
  }

  private RowsRef stage(byte[] arrow) throws IOException {
    try (Staging staging = publisher().staging()) {
      RowsRef rows = stage(staging, DigestAlgorithm.SHA256, arrow);
      staging.check();
      staging.kept();
      return rows;
    }
  }

  private ArrowStreamReader reader(byte[] arrow) {
    return new ArrowStreamReader(new ByteArrayInputStream(arrow), allocator);
  }

  private Manifest manifest(Committed committed) {
    return store().manifests().read(committed.version().manifest());
  }

  @Test
  void rowsAreStoredUnderTheIdThatTheyWillHave() throws Exception {
    byte[] arrow = arrow(0, 150_000);
    RowsRef staged = stage(arrow);
    Committed published = publish(create("a/direct"), Format.ARROW, arrow);
    assertThat(staged.content()).isEqualTo(published.version().content());
    assertThat(staged.manifest()).isEqualTo(published.version().manifest());
    assertThat(staged.rows()).isEqualTo(150_000);
    assertThat(staged.bytes()).isEqualTo(published.version().bytes());
    assertThat(staged.schema()).isEqualTo(published.version().schema());
  }

  @Test
  void severalTablesAreStagedOneAfterTheOther() throws Exception {
    try (Staging staging = publisher().staging()) {
      RowsRef first = stage(staging, DigestAlgorithm.SHA256, arrow(0, 70_000));
      RowsRef second = stage(staging, DigestAlgorithm.MD5, arrow(0, 10));
      assertThat(second.rows()).isEqualTo(10);
      assertThat(second.content().algorithm()).isEqualTo(DigestAlgorithm.MD5);
      assertThat(store().manifests().read(first.manifest()).chunks()).hasSize(2);
      assertThat(leftInStaging()).isZero();
      staging.kept();
    }
  }

  private long leftInStaging() throws IOException {
    try (Stream<Path> left = Files.walk(home.resolve("staging"))) {
      return left.filter(Files::isRegularFile).count();
    }
  }

  @Test
  void publishingThemStoresNoRowsAgain() throws Exception {
    RowsRef staged = stage(arrow(0, 150_000));
    int before = storedChunks().size();
    Committed committed = publisher().publishStaged(target(create("a/b"), Mode.REPLACE), staged);
    assertThat(committed.version().manifest()).isEqualTo(staged.manifest());
    assertThat(committed.version().content()).isEqualTo(staged.content());
    assertThat(committed.unchanged()).isFalse();
    assertThat(storedChunks()).hasSize(before);
  }

  @ParameterizedTest
  @EnumSource(DigestAlgorithm.class)
  void theIdIsOfTheDatasetsAlgorithm(DigestAlgorithm algorithm) throws Exception {
    byte[] arrow = arrow(0, 70_000);
    RowsRef staged = stage(arrow);
    Committed committed =
        publisher().publishStaged(target(create("a/b", algorithm), Mode.REPLACE), staged);
    assertThat(committed.version().content())
        .isEqualTo(publish(create("a/c", algorithm), Format.ARROW, arrow).version().content());
    assertThat(manifest(committed).chunks())
        .isEqualTo(store().manifests().read(staged.manifest()).chunks());
  }

  @Test
  void appendedTheyShareTheirChunks() throws Exception {
    DatasetName dataset = create("a/b");
    Committed first = publish(dataset, Format.ARROW, arrow(0, 66_000));
    RowsRef staged = stage(arrow(66_000, 150_000));
    Committed second = publisher().publishStaged(target(dataset, Mode.APPEND), staged);
    Committed whole = publish(create("a/whole"), Format.ARROW, arrow(0, 150_000));
    assertThat(second.version().content()).isEqualTo(whole.version().content());
    List<Chunk> chunks = manifest(second).chunks();
    assertThat(chunks).startsWith(manifest(first).chunks().toArray(Chunk[]::new));
    assertThat(chunks.get(2).first()).isEqualTo(66_000);
    assertThat(chunks.stream().skip(2).map(Chunk::digest))
        .isEqualTo(
            store().manifests().read(staged.manifest()).chunks().stream()
                .map(Chunk::digest)
                .toList());
  }

  @Test
  void appendedColumnsGoByTheirNames() throws Exception {
    DatasetName dataset = create("a/b");
    publish(dataset, Format.ARROW, arrow(0, 100));
    RowsRef turned =
        stage(files.arrow("select name, id from (" + ROWS.formatted(100, 70_000) + ")", 999));
    Committed second = publisher().publishStaged(target(dataset, Mode.APPEND), turned);
    assertThat(second.version().content())
        .isEqualTo(publish(create("a/whole"), Format.ARROW, arrow(0, 70_000)).version().content());
    assertThat(manifest(second).chunks())
        .extracting(Chunk::digest)
        .as("every chunk has the columns in the version's order")
        .doesNotContainAnyElementsOf(
            store().manifests().read(turned.manifest()).chunks().stream()
                .map(Chunk::digest)
                .toList());
  }

  @Test
  void whoIsOvertakenIsPutBehindTheOther() throws Exception {
    DatasetName dataset = create("a/b");
    publish(dataset, Format.ARROW, arrow(0, 10));
    RowsRef staged = stage(arrow(20, 30));
    byte[] between = arrow(10, 20);
    Datasets datasets = overtaken(() -> publish(dataset, Mode.APPEND, Format.ARROW, null, between));
    try (Publisher late =
        new Publisher(store(), datasets, new OwnersAndReaders(), settings(), allocator)) {
      Committed last = late.publishStaged(target(dataset, Mode.APPEND), staged);
      assertThat(last.version().number()).isEqualTo(3);
      assertThat(last.version().content())
          .isEqualTo(publish(create("a/c"), Format.ARROW, arrow(0, 30)).version().content());
    }
  }

  @Test
  void otherColumnsAreNotAppended() throws Exception {
    DatasetName dataset = create("a/b");
    publish(dataset, Format.ARROW, arrow(0, 10));
    RowsRef staged = stage(files.arrow("select 1 as other", 10));
    assertThatThrownBy(() -> publisher().publishStaged(target(dataset, Mode.APPEND), staged))
        .isInstanceOf(OptimaException.class)
        .hasMessageContaining("other")
        .extracting(e -> ((OptimaException) e).code())
        .isEqualTo(ErrorCode.FAILED_PRECONDITION);
  }

  @Test
  void theSameContentMakesNoVersion() throws Exception {
    DatasetName dataset = create("a/b");
    byte[] arrow = arrow(0, 10);
    Committed first = publish(dataset, Format.ARROW, arrow);
    RowsRef staged = stage(arrow);
    PublishTarget target = PublishTarget.of(dataset, Mode.REPLACE, "", OWNER, "key");
    Committed unchanged = publisher().publishStaged(target, staged);
    assertThat(unchanged.unchanged()).isTrue();
    assertThat(unchanged.version()).isEqualTo(first.version());
    publish(dataset, Format.ARROW, arrow(0, 11));
    assertThat(publisher().publishStaged(target, staged)).isEqualTo(unchanged);
    assertThat(datasets().head(dataset).latestNumber()).isEqualTo(2);
  }

  @Test
  void aBaseThatIsNotTheLatestIsAConflict() throws Exception {
    DatasetName dataset = create("a/b");
    publish(dataset, Format.ARROW, arrow(0, 10));
    RowsRef staged = stage(arrow(0, 20));
    PublishTarget target = target(dataset, Mode.REPLACE).basedOn(0L);
    assertThatThrownBy(() -> publisher().publishStaged(target, staged))
        .isInstanceOf(OptimaException.class)
        .extracting(e -> ((OptimaException) e).code())
        .isEqualTo(ErrorCode.CONFLICT);
    assertThat(publisher().publishStaged(target.basedOn(1L), staged).version().number())
        .isEqualTo(2);
  }

  @Test
  void theDatasetIsBornWithThem() throws Exception {
    DatasetName name = DatasetName.parse("a/new");
    RowsRef staged = stage(arrow(0, 10));
    PublishTarget target = PublishTarget.of(name, Mode.REPLACE, "", OWNER, key());
    assertThatThrownBy(() -> publisher().publishStaged(target, staged))
        .hasMessageContaining("does not exist");
    Settings settings = new Settings(OWNER.principal(), "", Map.of(), Set.of());
    Create birth = new Create(name, Kind.IMMUTABLE, DigestAlgorithm.SHA256, settings, OWNER, key());
    Committed first = publisher().publishStaged(target.creating(birth), staged);
    assertThat(first.entry().sequence()).isEqualTo(2);
    assertThat(first.version().manifest()).isEqualTo(staged.manifest());
  }

  @Test
  void whoeverHoldsTheReferenceReadsThem() throws Exception {
    RowsRef staged = stage(arrow(0, 70_000));
    try (Relations relations =
            new Relations(store(), new OwnersAndReaders(), ReadSettings.in(home));
        SecuredRelation relation = relations.open(relations.staged("clean", staged))) {
      assertThat(relation.schema()).isEqualTo(staged.schema());
      try (ArrowReader rows = relation.read(List.of("name"), 69_999, 0, allocator)) {
        rows.loadNextBatch();
        VectorSchemaRoot batch = rows.getVectorSchemaRoot();
        assertThat(batch.getRowCount()).isEqualTo(1);
        assertThat(batch.getVector(0).getObject(0)).hasToString("name69999");
      }
    }
  }

  @Test
  void rowsOfOthersAreTakenInWhileTheyAreThere() throws Exception {
    RowsRef staged = stage(arrow(0, 10));
    try (Staging staging = publisher().staging()) {
      assertThat(staging.adopt(staged)).isTrue();
      assertThat(store().garbage().delete(Duration.ZERO).garbage().count()).isZero();
      staging.kept();
    }
    assertThat(collected()).isEqualTo(3);
    try (Staging staging = publisher().staging()) {
      assertThat(staging.adopt(staged)).isFalse();
      staging.kept();
    }
  }

  /** How many chunks go, once the clock has moved on from when they were put. */
  private long collected() {
    long count = 0;
    while (count == 0) {
      count = store().garbage().delete(Duration.ZERO).garbage().count();
    }
    return count;
  }
}
