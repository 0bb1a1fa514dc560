package io.optima.query.secure;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.optima.identity.LeafIndex;
import io.optima.model.ChunkDigest;
import io.optima.model.dataset.Manifest.Chunk;
import io.optima.model.schema.TableSchema;
import io.optima.store.ChunkStore;
import java.util.List;
import java.util.Optional;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.ipc.ArrowReader;

/** Rows of chunks: from decoded columns where there are any, else from Parquet. */
final class ChunkRows implements AutoCloseable {
  private static final int REMEMBERED_INDEX_BYTES = 64 << 20;

  private final ChunkStore chunks;
  private final ChunkDecoder decoder;
  private final DecodedColumns decoded;
  private final Cache<ChunkDigest, LeafIndex> indexes =
      Caffeine.newBuilder()
          .maximumWeight(REMEMBERED_INDEX_BYTES)
          .weigher((ChunkDigest digest, LeafIndex index) -> weight(index))
          .build();

  ChunkRows(ChunkStore chunks, ReadSettings settings) {
    this.chunks = chunks;
    this.decoder = new ChunkDecoder(chunks, settings);
    this.decoded = new DecodedColumns(settings);
  }

  ChunkStore chunks() {
    return chunks;
  }

  /** Rows of a chunk in canonical Arrow, whole leaves but for the first and the last. */
  ArrowReader read(Chunk chunk, Projection columns, RowRange range, BufferAllocator allocator) {
    Optional<List<DecodedColumn>> ready = decoded.open(keys(chunk, columns));
    if (ready.isPresent()) {
      requireIntact(chunk, ready.get());
      return new DecodedReader(ready.get(), columns.wanted(), range, allocator);
    }
    ArrowReader reader = decoder.read(chunk, columns, range, allocator);
    boolean whole = range.length() == chunk.rows();
    return whole && decoded.isOn() && columns.leaves().isPresent()
        ? filling(reader, chunk, columns, columns.leaves().get(), allocator)
        : reader;
  }

  /** Rows that are right all the same must not hide that their chunk is lost or damaged. */
  private void requireIntact(Chunk chunk, List<DecodedColumn> columns) {
    try {
      chunks.local(chunk.digest()).close();
    } catch (RuntimeException e) {
      columns.forEach(DecodedColumn::release);
      throw e;
    }
  }

  private ArrowReader filling(
      ArrowReader reader,
      Chunk chunk,
      Projection columns,
      ChunkDigest leaves,
      BufferAllocator allocator) {
    LeafIndex index = indexes.get(leaves, digest -> LeafIndex.decode(chunks.get(digest)));
    return new FillingReader(reader, chunk, columns, index, decoded, allocator);
  }

  /** All rows of the chunks as a query. */
  SecuredView view(List<Chunk> parts, TableSchema columns) {
    return decoder.view(parts, columns);
  }

  private static List<DecodedColumns.Key> keys(Chunk chunk, Projection columns) {
    return columns.wanted().fields().stream()
        .map(field -> new DecodedColumns.Key(chunk.digest(), field))
        .toList();
  }

  private static int weight(LeafIndex index) {
    return (int)
        Math.min(
            Integer.MAX_VALUE,
            (long) index.leaves() * index.columns() * index.algorithm().bytes() + 100);
  }

  @Override
  public void close() {
    try (decoder) {
      decoded.close();
    }
  }
}
