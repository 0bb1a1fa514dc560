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
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.VectorUnloader;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.ipc.message.ArrowRecordBatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DecodedColumnsTest {
  private static final Principal ANN = new Principal("ann", Set.of());
  private static final String ROWS =
      "select i as id, if(i % 3 = 0, null, 'text ' || i) as text, [i, null] as list, null as none"
          + " from range(200000) t(i)";

  private final BufferAllocator allocator = new RootAllocator();
  private Path home;
  private PublishedTables tables;
  private Relations relations;

  @BeforeEach
  void start(@TempDir Path directory) {
    home = directory;
    tables = new PublishedTables(home);
    relations = new Relations(tables.store(), new OwnersAndReaders(), ReadSettings.in(home));
  }

  @AfterEach
  void stop() throws IOException {
    relations.close();
    tables.close();
    allocator.close(); // proves that every mapped buffer was let go of
    assertThat(columnFiles()).isEmpty();
  }

  @Test
  void secondReadComesFromDecodedColumnsAndIsTheSame() throws Exception {
    Version version = tables.table("s/t", "ann", Set.of(), ROWS);
    assertThat(identity(version)).isEqualTo(version.content());
    assertThat(columnFiles()).hasSize(8); // four columns of two chunks
    assertThat(identity(version)).isEqualTo(version.content());
    assertThat(columnFiles()).hasSize(8);
    assertThat(ids(List.of("text", "id"), 0, 0)).hasSize(200_000).isSorted();
    for (int[] range : new int[][] {{0, 1}, {65_535, 2}, {131_071, 3}, {1, 199_998}, {70_000, 5}}) {
      List<Long> ids = ids(List.of("id"), range[0], range[1]);
      assertThat(ids).hasSize(range[1]).isSorted().startsWith((long) range[0]);
    }
  }

  @Test
  void aLostChunkIsNoticedAlthoughItsRowsAreKept() throws Exception {
    Version version = tables.table("s/t", "ann", Set.of(), ROWS);
    ids(List.of("id"), 0, 0);
    deleteChunks(version);
    assertThatThrownBy(() -> ids(List.of("id"), 0, 0))
        .isInstanceOfSatisfying(
            OptimaException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CORRUPT));
  }

  @Test
  void buffersOutliveTheReaderAndTheCache() throws Exception {
    tables.table("s/t", "ann", Set.of(), ROWS);
    ids(List.of("id"), 0, 0);
    ArrowRecordBatch held;
    try (SecuredRelation relation = relations.open(ANN, DatasetRef.parse("s/t"));
        ArrowReader reader = relation.read(List.of("id"), 0, 0, allocator)) {
      assertThat(reader.loadNextBatch()).isTrue();
      held = new VectorUnloader(reader.getVectorSchemaRoot()).getRecordBatch();
    }
    relations.close();
    assertThat(held.getBuffers().get(1).getLong(8L * 65_535)).isEqualTo(65_535L);
    held.close();
    relations = new Relations(tables.store(), new OwnersAndReaders(), ReadSettings.in(home));
  }

  @Test
  void halfReadChunksAndRangesLeaveNothingBehind() throws Exception {
    tables.table("s/t", "ann", Set.of(), ROWS);
    try (SecuredRelation relation = relations.open(ANN, DatasetRef.parse("s/t"));
        ArrowReader reader = relation.read(List.of(), 0, 0, allocator)) {
      assertThat(reader.loadNextBatch()).isTrue();
      assertThat(columnFiles()).hasSize(4);
    }
    assertThat(columnFiles()).isEmpty();
    ids(List.of("id"), 5, 10);
    assertThat(columnFiles()).isEmpty();
  }

  @Test
  void sharesOfATableThatBeginAtSegmentsAreKeptWhateverTheChunksAre() throws Exception {
    tables.table("s/t", "ann", Set.of(), ROWS.replace("200000", "1200000"), 11 * 65_536);
    int share = 8 * 65_536;
    for (int from = 0; from < 1_200_000; from += share) {
      List<Long> ids = ids(List.of("id"), from, share);
      assertThat(ids).hasSize(Math.min(share, 1_200_000 - from)).startsWith((long) from);
    }
    assertThat(columnFiles()).hasSize(4); // rows 0-8, 8-11 | 11-16, 16-19 leaves
    assertThat(ids(List.of("id"), 0, 0)).hasSize(1_200_000).isSorted();
    assertThat(ids(List.of("id"), 700_001, 400_000)).hasSize(400_000).isSorted();
    assertThat(columnFiles()).hasSize(4);
  }

  @Test
  void whatIsDecodedAlreadyIsNotDecodedAgain() throws Exception {
    tables.table("s/t", "ann", Set.of(), ROWS.replace("200000", "1200000"), 32 * 65_536);
    int share = 8 * 65_536;
    assertThat(ids(List.of("id"), share, share)).hasSize(share);
    assertThat(columnFiles()).hasSize(1);
    assertThat(ids(List.of("id", "text"), 0, 0)).hasSize(1_200_000).isSorted();
    assertThat(columnFiles()).hasSize(6);
  }

  @Test
  void limitIsKept() throws Exception {
    relations.close();
    relations =
        new Relations(
            tables.store(),
            new OwnersAndReaders(),
            ReadSettings.in(home).withDecodedBytes(1_200_000));
    tables.table("s/t", "ann", Set.of(), ROWS);
    assertThat(ids(List.of("id", "text"), 0, 0)).hasSize(200_000);
    long bytes = 0;
    for (Path file : columnFiles()) {
      bytes += Files.size(file);
    }
    assertThat(bytes).isLessThanOrEqualTo(1_200_000);
    assertThat(ids(List.of("id", "text"), 0, 0)).hasSize(200_000);
  }

  @Test
  void switchedOffItReadsChunks() throws Exception {
    relations.close();
    relations =
        new Relations(
            tables.store(), new OwnersAndReaders(), ReadSettings.in(home).withDecodedBytes(0));
    tables.table("s/t", "ann", Set.of(), ROWS);
    assertThat(ids(List.of(), 0, 0)).hasSize(200_000);
    assertThat(columnFiles()).isEmpty();
  }

  @Test
  void aLostFileIsMadeAgain() throws Exception {
    tables.table("s/t", "ann", Set.of(), ROWS);
    ids(List.of("id"), 0, 0);
    for (Path file : columnFiles()) {
      Files.delete(file);
    }
    assertThat(ids(List.of("id"), 0, 0)).hasSize(200_000);
    assertThat(columnFiles()).hasSize(2);
  }

  @Test
  void rowsThatAreNotThoseOfTheContentIdAreNeverKept() throws Exception {
    Version honest = tables.table("s/t", "ann", Set.of(), ROWS);
    tables.impostor("s/t", honest, ROWS.replace("'text '", "'lies '"));
    assertThatThrownBy(() -> ids(List.of(), 0, 0))
        .isInstanceOfSatisfying(
            OptimaException.class,
            e -> {
              assertThat(e.code()).isEqualTo(ErrorCode.CORRUPT);
              assertThat(e.text()).contains("column 'text'");
            });
  }

  private void deleteChunks(Version version) {
    for (var chunk : tables.store().manifests().read(version.manifest()).chunks()) {
      String hex = chunk.digest().hex();
      tables.store().objects().delete("chunks/" + hex.substring(0, 2) + "/" + hex.substring(2));
    }
  }

  private List<Path> columnFiles() throws IOException {
    Path folder = home.resolve("cache/decoded");
    if (!Files.exists(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(file -> file.toString().endsWith(".arrow")).toList();
    }
  }

  private io.optima.model.ContentId identity(Version version) throws Exception {
    TableDigest digest =
        new TableDigest(DigestAlgorithm.SHA256, java.util.Objects.requireNonNull(version.schema()));
    try (SecuredRelation relation = relations.open(ANN, DatasetRef.parse("s/t"));
        ArrowReader reader = relation.read(List.of(), 0, 0, allocator)) {
      while (reader.loadNextBatch()) {
        digest.add(reader.getVectorSchemaRoot());
      }
    }
    return digest.finish().id();
  }

  private List<Long> ids(List<String> columns, long offset, long limit) throws Exception {
    List<Long> ids = new ArrayList<>();
    try (SecuredRelation relation = relations.open(ANN, DatasetRef.parse("s/t"));
        ArrowReader reader = relation.read(columns, offset, limit, allocator)) {
      while (reader.loadNextBatch()) {
        BigIntVector id = (BigIntVector) reader.getVectorSchemaRoot().getVector("id");
        for (int i = 0; i < id.getValueCount(); i++) {
          ids.add(id.get(i));
        }
      }
    }
    return ids;
  }
}
