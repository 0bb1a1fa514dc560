package io.optima.kv;

import io.optima.identity.ArrowSchemas;
import io.optima.kv.KvIndex.KvFile;
import io.optima.model.ChunkDigest;
import io.optima.model.ErrorCode;
import io.optima.model.OptimaException;
import io.optima.model.schema.TableSchema;
import io.optima.query.protobuf.RowMessages;
import io.optima.query.sort.Sorting;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VarBinaryVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.rocksdb.RocksDBException;

/** Makes indexes. For any number of threads. */
public final class KvWriter {
  /** Of a file, about. */
  public static final long FILE_BYTES = 64L << 20;

  private final Sorting sorting;
  private final long fileBytes;

  public KvWriter(Sorting sorting) {
    this(sorting, FILE_BYTES);
  }

  KvWriter(Sorting sorting, long fileBytes) {
    this.sorting = sorting;
    this.fileBytes = fileBytes;
  }

  /**
   * Writes all rows, by their keys, into chunks. Several rows may have the same key.
   *
   * @param rows of a dataset's version, in canonical Arrow and in their order; stay open
   * @param key columns
   * @param messages how a row is a message; its columns are those of the rows
   * @param staging folder for files on their way
   * @param chunks keeps a file, as {@code PublishSession.put} does
   * @throws OptimaException INVALID_ARGUMENT naming the column that no key or message can have
   */
  public KvIndex write(
      ArrowReader rows,
      List<String> key,
      RowMessages messages,
      Path staging,
      Function<Path, ChunkDigest> chunks,
      BufferAllocator allocator) {
    try {
      TableSchema schema = ArrowSchemas.fromArrow(rows.getVectorSchemaRoot().getSchema());
      KeyFormat format = KeyFormat.of(schema, key);
      if (!messages.schema().columns().equals(schema)) {
        throw OptimaException.invalid(
            "message %s has other columns than the rows: these have %s",
            messages.schema().message(), schema.names());
      }
      try (KeyedRows keyed = new KeyedRows(rows, format, messages, allocator);
          ArrowReader sorted = sorting.sorted(keyed, List.of(KeyedRows.KEY), allocator)) {
        List<KvFile> files = files(sorted, staging, chunks);
        return new KvIndex(
            KvIndex.FORMAT,
            schema,
            key,
            messages.schema().proto(),
            messages.schema().message(),
            keyed.number(),
            files);
      }
    } catch (IOException | RocksDBException e) {
      throw new OptimaException(ErrorCode.INTERNAL, "the index could not be written", e);
    }
  }

  private List<KvFile> files(ArrowReader sorted, Path staging, Function<Path, ChunkDigest> chunks)
      throws IOException, RocksDBException {
    List<KvFile> files = new ArrayList<>();
    SortedFile file = null;
    try {
      while (sorted.loadNextBatch()) {
        VectorSchemaRoot batch = sorted.getVectorSchemaRoot();
        VarBinaryVector keys = (VarBinaryVector) batch.getVector(0);
        VarBinaryVector messages = (VarBinaryVector) batch.getVector(1);
        for (int row = 0; row < batch.getRowCount(); row++) {
          if (file == null) {
            file = SortedFile.in(staging);
          }
          file.put(
              Objects.requireNonNull(keys.get(row)), Objects.requireNonNull(messages.get(row)));
          if (file.bytes() >= fileBytes) {
            files.add(file.finish(chunks));
            file = null;
          }
        }
      }
      if (file != null) {
        files.add(file.finish(chunks));
        file = null;
      }
      return files;
    } finally {
      if (file != null) {
        file.close();
      }
    }
  }
}
