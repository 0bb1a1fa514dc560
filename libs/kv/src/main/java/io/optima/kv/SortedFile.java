package io.optima.kv;

import io.optima.kv.KvIndex.KvFile;
import io.optima.model.ChunkDigest;
import io.optima.query.secure.Closing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.function.Function;
import org.rocksdb.CompressionType;
import org.rocksdb.EnvOptions;
import org.rocksdb.Options;
import org.rocksdb.RocksDBException;
import org.rocksdb.SstFileWriter;

/** A file of entries that is being written, and is nowhere else yet. */
final class SortedFile implements AutoCloseable {
  private final Closing natives = new Closing();
  private final Path path;
  private final SstFileWriter writer;
  private byte[] first = {};
  private byte[] last = {};
  private long rows;

  private SortedFile(Path path) throws RocksDBException {
    this.path = path;
    EnvOptions environment = Natives.add(natives, new EnvOptions());
    Options options =
        Natives.add(natives, new Options()).setCompressionType(CompressionType.ZSTD_COMPRESSION);
    writer = Natives.add(natives, new SstFileWriter(environment, options));
    writer.open(path.toString());
  }

  static SortedFile in(Path staging) throws IOException, RocksDBException {
    return new SortedFile(Files.createTempFile(staging, "kv", ".sst"));
  }

  /** Each key behind the one before. */
  void put(byte[] key, byte[] message) throws RocksDBException {
    writer.put(key, message);
    first = rows == 0 ? key : first;
    last = key;
    rows++;
  }

  long bytes() throws RocksDBException {
    return writer.fileSize();
  }

  /** Hands the whole file over, and closes. */
  KvFile finish(Function<Path, ChunkDigest> chunks) throws IOException, RocksDBException {
    try (this) {
      writer.finish();
      HexFormat hex = HexFormat.of();
      return new KvFile(
          chunks.apply(path), Files.size(path), rows, hex.formatHex(first), hex.formatHex(last));
    }
  }

  @Override
  public void close() throws IOException {
    natives.close();
    Files.deleteIfExists(path);
  }
}
