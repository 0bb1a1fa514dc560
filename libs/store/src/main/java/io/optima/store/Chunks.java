package io.optima.store;

import io.optima.model.ChunkDigest;
import io.optima.model.ErrorCode;
import io.optima.model.OptimaException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Chunks as objects of any store; files to read come from {@link LocalChunks}. */
final class Chunks implements ChunkStore {
  private final ObjectStore objects;
  private final LocalChunks local;

  Chunks(ObjectStore objects, LocalChunks local) {
    this.objects = objects;
    this.local = local;
  }

  @Override
  public ChunkDigest put(Path file) {
    ChunkDigest digest = digest(file);
    String key = Keys.chunk(digest);
    if (objects.stat(key).isEmpty()) {
      objects.putIfAbsent(key, file);
    }
    return digest;
  }

  @Override
  public ChunkDigest put(byte[] bytes) {
    ChunkDigest digest = Sha256.of(bytes);
    objects.putIfAbsent(Keys.chunk(digest), bytes);
    return digest;
  }

  static ChunkDigest digest(Path file) {
    try {
      return Sha256.of(file);
    } catch (IOException e) {
      throw IoFailures.of("read " + file, e);
    }
  }

  @Override
  public boolean exists(ChunkDigest digest) {
    return stat(digest).isPresent();
  }

  @Override
  public Optional<ObjectInfo> stat(ChunkDigest digest) {
    return objects.stat(Keys.chunk(digest));
  }

  @Override
  public byte[] get(ChunkDigest digest) {
    byte[] bytes = objects.get(Keys.chunk(digest)).orElseThrow(() -> missing(digest));
    if (!Sha256.of(bytes).equals(digest)) {
      throw corrupt(digest);
    }
    return bytes;
  }

  @Override
  public PinnedFile local(ChunkDigest digest) {
    return local.pin(digest);
  }

  @Override
  public InputStream open(ChunkDigest digest) {
    PinnedFile file = local(digest);
    try {
      return new PinnedStream(Files.newInputStream(file.path()), file);
    } catch (IOException e) {
      file.close();
      throw IoFailures.of("read chunk " + digest, e);
    }
  }

  static OptimaException missing(ChunkDigest digest) {
    return OptimaException.of(ErrorCode.CORRUPT, "chunk %s is missing from the store", digest);
  }

  static OptimaException corrupt(ChunkDigest digest) {
    return OptimaException.of(
        ErrorCode.CORRUPT, "chunk %s is damaged: its bytes do not have this SHA-256", digest);
  }

  /** Lets the file go when the reader is done. */
  private static final class PinnedStream extends FilterInputStream {
    private final PinnedFile file;

    PinnedStream(InputStream in, PinnedFile file) {
      super(in);
      this.file = file;
    }

    @Override
    public void close() throws IOException {
      try {
        super.close();
      } finally {
        file.close();
      }
    }
  }
}
