package io.optima.query.secure;

import io.optima.model.ChunkDigest;
import io.optima.store.ChunkStore;
import io.optima.store.IoFailures;
import io.optima.store.ObjectInfo;
import io.optima.store.PinnedFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The chunk store with some local files beside it, which are read like chunks and deleted when
 * nobody needs them any more. They have names that no bytes have.
 */
final class TailChunks implements ChunkStore {
  private final ChunkStore stored;
  private final Map<ChunkDigest, LocalFile> files = new HashMap<>();

  TailChunks(ChunkStore stored) {
    this.stored = stored;
  }

  private static final class LocalFile {
    final Path path;
    int users = 1;

    LocalFile(Path path) {
      this.path = path;
    }
  }

  /** A name of 64 hexadecimal digits that is used only once. */
  static ChunkDigest newName() {
    String random = UUID.randomUUID().toString() + UUID.randomUUID();
    return new ChunkDigest(random.replace("-", ""));
  }

  /** The file's name; it stays until it is {@linkplain #release released} and nobody reads it. */
  synchronized ChunkDigest add(Path file) {
    ChunkDigest name = newName();
    files.put(name, new LocalFile(file));
    return name;
  }

  synchronized void release(ChunkDigest name) {
    LocalFile file = files.get(name);
    if (file != null && --file.users == 0) {
      files.remove(name);
      delete(file.path);
    }
  }

  private static void delete(Path path) {
    try {
      Files.deleteIfExists(path);
    } catch (IOException e) {
      throw IoFailures.of("delete " + path, e);
    }
  }

  private synchronized @Nullable Path pin(ChunkDigest name) {
    LocalFile file = files.get(name);
    if (file == null) {
      return null;
    }
    file.users++;
    return file.path;
  }

  @Override
  public PinnedFile local(ChunkDigest digest) {
    Path path = pin(digest);
    return path == null ? stored.local(digest) : new Pinned(path, digest);
  }

  private final class Pinned implements PinnedFile {
    private final Path path;
    private final ChunkDigest name;
    private boolean closed;

    Pinned(Path path, ChunkDigest name) {
      this.path = path;
      this.name = name;
    }

    @Override
    public Path path() {
      return path;
    }

    @Override
    public synchronized void close() {
      if (!closed) {
        closed = true;
        release(name);
      }
    }
  }

  @Override
  public ChunkDigest put(Path file) {
    return stored.put(file);
  }

  @Override
  public ChunkDigest put(byte[] bytes) {
    return stored.put(bytes);
  }

  @Override
  public boolean exists(ChunkDigest digest) {
    return stored.exists(digest);
  }

  @Override
  public byte[] get(ChunkDigest digest) {
    return stored.get(digest);
  }

  @Override
  public InputStream open(ChunkDigest digest) {
    return stored.open(digest);
  }

  @Override
  public Optional<ObjectInfo> stat(ChunkDigest digest) {
    return stored.stat(digest);
  }
}
