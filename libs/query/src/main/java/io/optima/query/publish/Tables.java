package io.optima.query.publish;

import static java.util.Objects.requireNonNull;

import io.optima.identity.ArrowSchemas;
import io.optima.identity.CanonicalRows;
import io.optima.identity.LeafIndex;
import io.optima.identity.LeafRange;
import io.optima.identity.TableDigest;
import io.optima.identity.TableIdentity;
import io.optima.model.DigestAlgorithm;
import io.optima.model.ErrorCode;
import io.optima.model.OptimaException;
import io.optima.model.dataset.ContentKind;
import io.optima.model.dataset.Manifest;
import io.optima.model.dataset.Manifest.Chunk;
import io.optima.model.schema.DistinctNames;
import io.optima.model.schema.TableSchema;
import io.optima.query.duckdb.DuckDb;
import io.optima.query.format.ChunkRows;
import io.optima.query.format.OpenRows;
import io.optima.store.PinnedFile;
import io.optima.store.Store;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.jspecify.annotations.Nullable;

/** Turns rows into chunks and an identity. */
final class Tables {
  private final Store store;
  private final DuckDb duckDb;
  private final PublishSettings settings;
  private final BufferAllocator allocator;

  Tables(Store store, DuckDb duckDb, PublishSettings settings, BufferAllocator allocator) {
    this.store = store;
    this.duckDb = duckDb;
    this.settings = settings;
    this.allocator = allocator;
  }

  /**
   * Reads all rows, writes them as chunks to the folder and computes what they are.
   *
   * @param base version that they are appended to; null for rows on their own
   */
  Prepared prepare(
      ArrowReader rows,
      @Nullable Manifest base,
      DigestAlgorithm algorithm,
      Path folder,
      PublishListener listener)
      throws IOException, SQLException {
    TableSchema found = ArrowSchemas.fromArrow(rows.getVectorSchemaRoot().getSchema(), rows);
    DistinctNames.check(found);
    TableSchema schema = inOrder(found, base);
    TableDigest digest = digest(algorithm, schema, base);
    try (TableWriter writer =
        new TableWriter(duckDb, schema, digest, folder, settings, allocator)) {
      read(
          rows,
          batch -> {
            writer.add(inOrder(batch, schema));
            listener.progress(writer.rows(), writer.bytes());
          });
      List<ChunkFile> added = writer.finish();
      return prepared(schema, writer.identity(), chunks(base), added);
    }
  }

  /** Columns go by their names: those of appended rows may stand in any order. */
  private static TableSchema inOrder(TableSchema found, @Nullable Manifest base) {
    return base != null
            && base.schema() != null
            && Set.copyOf(base.schema().fields()).equals(Set.copyOf(found.fields()))
        ? base.schema()
        : found;
  }

  /** The same vectors; they stay the batch's. */
  private static VectorSchemaRoot inOrder(VectorSchemaRoot batch, TableSchema schema) {
    List<org.apache.arrow.vector.types.pojo.Field> fields =
        ArrowSchemas.toArrow(schema).getFields();
    if (batch.getSchema().getFields().equals(fields)) {
      return batch;
    }
    Map<String, FieldVector> vectors = new HashMap<>();
    batch.getFieldVectors().forEach(vector -> vectors.put(vector.getName(), vector));
    return new VectorSchemaRoot(
        fields,
        fields.stream().map(field -> requireNonNull(vectors.get(field.getName()))).toList(),
        batch.getRowCount());
  }

  /**
   * Rows that are stored already, on their own or behind a base: what is stored of them is shared,
   * and they are read only as far as their digests change.
   */
  Prepared share(Manifest stored, @Nullable Manifest base, DigestAlgorithm algorithm, Path folder)
      throws IOException, SQLException {
    TableSchema schema = inOrder(schema(stored.schema()), base);
    if (!schema.equals(stored.schema())) {
      return rewrite(stored, schema, digest(algorithm, schema, base), base, folder);
    }
    if (base == null && stored.content().algorithm() == algorithm) {
      LeafIndex leaves = LeafIndex.decode(store.chunks().get(leaves(stored)));
      TableIdentity same = new TableIdentity(stored.content(), leaves);
      return prepared(schema, same, stored.chunks(), List.of());
    }
    TableDigest digest = digest(algorithm, schema, base);
    for (Chunk chunk : stored.chunks()) {
      addTail(digest, schema, chunk, 0);
    }
    return prepared(schema, digest.finish(), behind(base, stored.chunks()), List.of());
  }

  private static List<Chunk> behind(@Nullable Manifest base, List<Chunk> chunks) {
    if (base == null) {
      return chunks;
    }
    Stream<Chunk> moved =
        chunks.stream()
            .map(
                chunk ->
                    new Chunk(
                        chunk.digest(), chunk.bytes(), base.rows() + chunk.first(), chunk.rows()));
    return Stream.concat(base.chunks().stream(), moved).toList();
  }

  /** With the columns in another order. */
  private Prepared rewrite(
      Manifest stored, TableSchema schema, TableDigest digest, @Nullable Manifest base, Path folder)
      throws IOException, SQLException {
    try (TableWriter writer =
        new TableWriter(duckDb, schema, digest, folder, settings, allocator)) {
      for (Chunk chunk : stored.chunks()) {
        read(chunk, schema, 0, writer::add);
      }
      List<ChunkFile> added = writer.finish();
      return prepared(schema, writer.identity(), chunks(base), added);
    }
  }

  /** The same new rows behind another base: only their digests change. */
  Prepared rebase(Prepared content, Manifest base, DigestAlgorithm algorithm)
      throws IOException, SQLException {
    TableSchema schema = schema(content.schema());
    TableDigest digest = digest(algorithm, schema, base);
    for (ChunkFile chunk : content.added()) {
      try (OpenRows rows = ChunkRows.open(duckDb, chunk.path(), schema, allocator)) {
        read(rows.reader(), digest::add);
      }
    }
    return prepared(schema, digest.finish(), base.chunks(), content.added());
  }

  private Prepared prepared(
      TableSchema schema, TableIdentity identity, List<Chunk> kept, List<ChunkFile> added) {
    return new Prepared(
        ContentKind.TABLE, identity.id(), schema, identity.leaves(), identity.rows(), kept, added);
  }

  private static List<Chunk> chunks(@Nullable Manifest base) {
    return base == null ? List.of() : base.chunks();
  }

  private void read(ArrowReader rows, Consumer<VectorSchemaRoot> each) throws IOException {
    long before = 0;
    while (rows.loadNextBatch()) {
      VectorSchemaRoot batch = rows.getVectorSchemaRoot();
      try (VectorSchemaRoot canonical = CanonicalRows.normalize(batch, rows, before, allocator)) {
        each.accept(canonical);
      }
      before += batch.getRowCount();
    }
  }

  /** The digest so far: of the base's full leaves and the rows behind them. */
  private TableDigest digest(DigestAlgorithm algorithm, TableSchema schema, @Nullable Manifest base)
      throws IOException, SQLException {
    if (base == null) {
      return new TableDigest(algorithm, schema);
    }
    requireSame(schema, base);
    LeafIndex leaves = LeafIndex.decode(store.chunks().get(leaves(base)));
    TableDigest digest = TableDigest.resume(schema, leaves.full());
    long from = base.rows() - base.rows() % LeafRange.LEAF_ROWS;
    for (Chunk chunk : base.chunks()) {
      if (chunk.first() + chunk.rows() > from) {
        addTail(digest, schema, chunk, Math.max(from - chunk.first(), 0));
      }
    }
    return digest;
  }

  private void addTail(TableDigest digest, TableSchema schema, Chunk chunk, long from)
      throws IOException, SQLException {
    read(chunk, schema, from, digest::add);
  }

  private void read(Chunk chunk, TableSchema schema, long from, Consumer<VectorSchemaRoot> each)
      throws IOException, SQLException {
    try (PinnedFile file = store.chunks().local(chunk.digest());
        OpenRows rows =
            ChunkRows.open(duckDb, file.path(), schema, from, chunk.rows(), allocator)) {
      read(rows.reader(), each);
    }
  }

  private static void requireSame(TableSchema schema, Manifest base) {
    if (!schema.equals(base.schema())) {
      throw OptimaException.of(
          ErrorCode.FAILED_PRECONDITION,
          "appended rows need the columns of the latest version: %s",
          Columns.difference(schema(base.schema()), schema));
    }
  }

  private static TableSchema schema(@Nullable TableSchema schema) {
    if (schema == null) {
      throw OptimaException.of(
          ErrorCode.FAILED_PRECONDITION,
          "the latest version is no table: rows cannot be appended to it");
    }
    return schema;
  }

  private static io.optima.model.ChunkDigest leaves(Manifest base) {
    if (base.leaves() == null) {
      throw OptimaException.of(
          ErrorCode.CORRUPT, "the latest version's manifest has no leaf index");
    }
    return base.leaves();
  }
}
