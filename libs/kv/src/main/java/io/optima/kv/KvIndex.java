package io.optima.kv;

import io.optima.model.ChunkDigest;
import io.optima.model.ErrorCode;
import io.optima.model.OptimaException;
import io.optima.model.schema.TableSchema;
import io.optima.query.protobuf.RowMessages;
import io.optima.store.Json;
import java.util.List;

/**
 * What finds rows by key: which chunks have which keys.
 *
 * @param columns of the rows
 * @param key names of the columns in it
 * @param proto text of the {@code .proto} file that declares the message of a row
 * @param message its name
 * @param files in the order of their keys
 */
public record KvIndex(
    int format,
    TableSchema columns,
    List<String> key,
    String proto,
    String message,
    long rows,
    List<KvFile> files) {
  public static final int FORMAT = 1;

  /**
   * A chunk with the entries of keys {@code first} to {@code last}, both included, in hexadecimal.
   */
  public record KvFile(ChunkDigest chunk, long bytes, long rows, String first, String last) {}

  public KvIndex {
    key = List.copyOf(key);
    files = List.copyOf(files);
  }

  /**
   * An index as {@link #bytes} wrote it.
   *
   * @throws OptimaException CORRUPT; FAILED_PRECONDITION when a later version of Optima wrote it
   */
  public static KvIndex read(ChunkDigest digest, byte[] bytes) {
    KvIndex index = stored(digest, bytes);
    if (index.format() != FORMAT) {
      throw OptimaException.of(
          ErrorCode.FAILED_PRECONDITION,
          "index %s has format %d, this Optima reads %d: use a newer one",
          digest,
          index.format(),
          FORMAT);
    }
    return index;
  }

  private static KvIndex stored(ChunkDigest digest, byte[] bytes) {
    try {
      return Json.read(bytes, KvIndex.class);
    } catch (OptimaException e) {
      throw new OptimaException(
          ErrorCode.CORRUPT, "index %s is damaged: %s".formatted(digest, e.text()), e);
    }
  }

  /** JSON, to be kept as a chunk. */
  public byte[] bytes() {
    return Json.bytes(this);
  }

  public KeyFormat keys() {
    return KeyFormat.of(columns, key);
  }

  public RowMessages messages() {
    return RowMessages.declared(proto, message);
  }
}
