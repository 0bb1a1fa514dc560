package io.optima.kv;

import io.optima.kv.KvIndex.KvFile;
import io.optima.model.ChunkDigest;
import io.optima.model.ErrorCode;
import io.optima.model.OptimaException;
import io.optima.query.secure.Closing;
import io.optima.store.PinnedFile;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Function;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.rocksdb.Options;
import org.rocksdb.RocksDBException;
import org.rocksdb.SstFileReader;

/**
 * Finds rows by key in an index. Files are opened when they are first needed, and stay open. For
 * any number of threads; close what was handed out first.
 */
public final class KvReader implements AutoCloseable {
  private final KvIndex index;
  private final KeyFormat keys;
  private final Function<ChunkDigest, PinnedFile> chunks;
  private final Closing closing = new Closing();
  private final TreeMap<Integer, SstFileReader> readers = new TreeMap<>();
  private final List<byte[]> last;
  private final List<byte[]> first;

  /**
   * @param chunks pins a chunk as a file, as {@code ChunkStore.local} does
   */
  public KvReader(KvIndex index, Function<ChunkDigest, PinnedFile> chunks) {
    this.index = index;
    this.keys = index.keys();
    this.chunks = chunks;
    HexFormat hex = HexFormat.of();
    this.first = index.files().stream().map(KvFile::first).map(hex::parseHex).toList();
    this.last = index.files().stream().map(KvFile::last).map(hex::parseHex).toList();
  }

  public KvIndex index() {
    return index;
  }

  /**
   * All rows with a key, or with a beginning of it: in the order of the whole key, and rows with
   * the same one in their own order.
   *
   * @param key a batch with the key's columns, or the first ones of them
   */
  public KvRows lookup(VectorSchemaRoot key, int row) {
    byte[] beginning = keys.encode(key, row);
    return scan(beginning, KeyFormat.after(beginning));
  }

  /** All rows, in the order of their keys. */
  public KvRows scan() {
    return scan(new byte[0], new byte[0]);
  }

  /**
   * Rows of a range of keys, in their order. For bounds with other sides: {@link KeyFormat#after}.
   *
   * @param from {@link KeyFormat#encode encoded}; included; empty: from the first one
   * @param to {@link KeyFormat#encode encoded}; not included; empty: to the last one
   */
  public KvRows scan(byte[] from, byte[] to) {
    return new KvRows(this, from, to);
  }

  /** The first file that has keys from there on; as many as there are files when none has. */
  int fileFrom(byte[] from) {
    int file = 0;
    while (file < last.size() && Arrays.compareUnsigned(last.get(file), from) < 0) {
      file++;
    }
    return file;
  }

  boolean hasKeysBefore(int file, byte[] to) {
    return file < first.size()
        && (to.length == 0 || Arrays.compareUnsigned(first.get(file), to) < 0);
  }

  synchronized SstFileReader file(int number) {
    return readers.computeIfAbsent(number, this::open);
  }

  private SstFileReader open(int number) {
    KvFile file = index.files().get(number);
    try {
      PinnedFile pinned = closing.add(chunks.apply(file.chunk()));
      Options options = Natives.add(closing, new Options());
      SstFileReader reader = Natives.add(closing, new SstFileReader(options));
      reader.open(pinned.path().toString());
      return reader;
    } catch (RocksDBException e) {
      throw new OptimaException(
          ErrorCode.CORRUPT, "chunk %s is no file of an index".formatted(file.chunk()), e);
    }
  }

  @Override
  public synchronized void close() {
    readers.clear();
    closing.close();
  }
}
