package io.optima.query.secure;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.optima.identity.LeafIndex;
import io.optima.model.ChunkDigest;
import io.optima.model.dataset.Manifest.Chunk;
import io.optima.model.schema.TableSchema;
import io.optima.query.duckdb.DuckDb;
import io.optima.store.ChunkStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.jspecify.annotations.Nullable;

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

  /** An instance that runs no SQL of users. */
  DuckDb duckDb() {
    return decoder.duckDb();
  }

  /**
   * Readers for a range of a chunk, one after the other: what is decoded already is read from the
   * cache, and each run of segments between is decoded in one go.
   */
  List<Part> parts(Chunk chunk, Projection columns, RowRange range) {
    List<Part> parts = new ArrayList<>();
    for (Segment segment : Segment.of(chunk, range)) {
      RowRange wanted =
          new RowRange(
              Math.max(segment.first(), range.first()), Math.min(segment.end(), range.end()));
      boolean ready = keys(chunk, segment, columns).stream().allMatch(decoded::has);
      Part last = parts.isEmpty() ? null : parts.getLast();
      if (last != null && last.segment() == null && !ready) {
        parts.set(
            parts.size() - 1,
            new Part(chunk, null, new RowRange(last.range().first(), wanted.end())));
      } else {
        parts.add(new Part(chunk, ready ? segment : null, wanted));
      }
    }
    return parts;
  }

  /**
   * Rows of a chunk that are read by one reader.
   *
   * @param segment that holds them and was decoded when this was made; null when it has to be
   */
  record Part(Chunk chunk, @Nullable Segment segment, RowRange range) {}

  /** Rows in canonical Arrow, whole leaves but for the first and the last. */
  ArrowReader read(Part part, Projection columns, BufferAllocator allocator) {
    Chunk chunk = part.chunk();
    Segment segment = part.segment();
    if (segment != null) {
      Optional<List<DecodedColumn>> ready = decoded.open(keys(chunk, segment, columns));
      if (ready.isPresent()) {
        requireIntact(chunk, ready.get());
        RowRange range = part.range().within(segment.first(), segment.end() - segment.first());
        return new DecodedReader(ready.get(), columns.wanted(), range, allocator);
      }
    }
    ArrowReader reader = decoder.read(chunk, columns, part.range(), allocator);
    return decoded.isOn() && columns.leaves().isPresent()
        ? filling(reader, part, columns, columns.leaves().get(), allocator)
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
      Part part,
      Projection columns,
      ChunkDigest leaves,
      BufferAllocator allocator) {
    LeafIndex index = indexes.get(leaves, digest -> LeafIndex.decode(chunks.get(digest)));
    return new FillingReader(
        reader, part.chunk(), columns, part.range(), index, decoded, allocator);
  }

  /** All rows of the chunks as a query. */
  SecuredView view(List<Chunk> parts, TableSchema columns) {
    return decoder.view(parts, columns);
  }

  private static List<DecodedColumns.Key> keys(Chunk chunk, Segment segment, Projection columns) {
    return columns.wanted().fields().stream()
        .map(field -> new DecodedColumns.Key(chunk.digest(), segment, field))
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
