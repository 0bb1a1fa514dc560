package io.optima.query.publish;

import static org.assertj.core.api.Assertions.assertThat;

import io.optima.identity.LeafRange;
import io.optima.model.dataset.Datasets.Committed;
import io.optima.model.dataset.Manifest.Chunk;
import io.optima.model.dataset.Mode;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowStreamReader;
import org.apache.arrow.vector.ipc.ArrowStreamWriter;
import org.junit.jupiter.api.Test;

/** Clients cut batches as they like; chunks begin where leaves begin all the same. */
class ChunkBordersTest extends PublishTest {
  private static final int ROWS = 300_000;

  @Override
  PublishSettings settings() {
    return super.settings().withChunks(LeafRange.LEAF_ROWS, 320L << 20, 64 << 20);
  }

  @Test
  void chunksBeginAtLeavesWhateverTheBatchesAre() throws Exception {
    Committed odd = publish("sales/odd", 50_001);
    Committed whole = publish("sales/whole", ROWS);
    assertThat(firstRows(odd)).isEqualTo(List.of(0L, 65_536L, 131_072L, 196_608L, 262_144L));
    assertThat(firstRows(whole)).isEqualTo(firstRows(odd));
    assertThat(whole.version().content()).isEqualTo(odd.version().content());
  }

  private List<Long> firstRows(Committed committed) {
    return store().manifests().read(committed.version().manifest()).chunks().stream()
        .map(Chunk::first)
        .toList();
  }

  private Committed publish(String name, int batchRows) throws IOException {
    byte[] rows = stream(batchRows);
    try (ArrowStreamReader reader =
        new ArrowStreamReader(new ByteArrayInputStream(rows), allocator)) {
      return publisher()
          .publishRows(target(create(name), Mode.REPLACE), reader, PublishListener.NONE);
    }
  }

  private byte[] stream(int batchRows) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (BigIntVector id = new BigIntVector("id", allocator);
        VarCharVector name = new VarCharVector("name", allocator)) {
      VectorSchemaRoot root = VectorSchemaRoot.of(id, name);
      try (ArrowStreamWriter writer = new ArrowStreamWriter(root, null, bytes)) {
        for (int from = 0; from < ROWS; from += batchRows) {
          fill(root, id, name, from, Math.min(ROWS, from + batchRows));
          writer.writeBatch();
        }
      }
    }
    return bytes.toByteArray();
  }

  private static void fill(
      VectorSchemaRoot root, BigIntVector id, VarCharVector name, int from, int to) {
    root.clear();
    for (int i = from; i < to; i++) {
      id.setSafe(i - from, i);
      if (i % 3 != 0) {
        name.setSafe(i - from, ("name" + i).getBytes(java.nio.charset.StandardCharsets.UTF_8));
      }
    }
    root.setRowCount(to - from);
  }
}
