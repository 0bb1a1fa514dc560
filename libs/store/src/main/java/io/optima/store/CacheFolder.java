package io.optima.store;

import io.optima.model.ChunkDigest;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The files of a {@link ReadCache}: {@code <parent>/<n>/<2 hex>/<62 hex>}. Each process uses the
 * first number that is free, so that none removes what another is reading.
 */
final class CacheFolder implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(CacheFolder.class);
  private static final int BUFFER = 1 << 17;
  private static final int DIGEST_LENGTH = 64;

  private final Path root;
  private final Path arriving;
  private final FileChannel lock;

  private CacheFolder(Path root, FileChannel lock) {
    this.root = root;
    this.arriving = root.resolve("arriving");
    this.lock = lock;
  }

  static CacheFolder take(Path parent) {
    try {
      Files.createDirectories(parent);
      for (int number = 0; ; number++) {
        FileChannel lock = tryLock(parent.resolve(number + ".lock"));
        if (lock != null) {
          return new CacheFolder(parent.resolve(String.valueOf(number)), lock).prepare();
        }
      }
    } catch (IOException e) {
      throw IoFailures.of("prepare the read cache in " + parent, e);
    }
  }

  private static @Nullable FileChannel tryLock(Path file) throws IOException {
    FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      FileLock lock = channel.tryLock();
      if (lock != null) {
        return channel;
      }
    } catch (OverlappingFileLockException e) {
      // another cache in this very process
    }
    channel.close();
    return null;
  }

  private CacheFolder prepare() throws IOException {
    FileTrees.delete(arriving);
    Files.createDirectories(arriving);
    return this;
  }

  Path path(ChunkDigest digest) {
    return root.resolve(digest.hex().substring(0, 2)).resolve(digest.hex().substring(2));
  }

  /**
   * Copies a chunk and makes it visible when its bytes are right; returns their number.
   *
   * @throws io.optima.model.OptimaException CORRUPT when they are not
   */
  long add(ChunkDigest digest, InputStream in) throws IOException {
    Path file = arriving.resolve(UUID.randomUUID().toString());
    try {
      if (!copy(in, file).equals(digest)) {
        throw Chunks.corrupt(digest);
      }
      long size = Files.size(file);
      Path target = path(digest);
      Files.createDirectories(target.resolveSibling("."));
      Files.move(file, target, StandardCopyOption.ATOMIC_MOVE);
      return size;
    } finally {
      Files.deleteIfExists(file);
    }
  }

  private static ChunkDigest copy(InputStream in, Path file) throws IOException {
    MessageDigest digest = Sha256.start();
    byte[] buffer = new byte[BUFFER];
    try (OutputStream out = Files.newOutputStream(file)) {
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        digest.update(buffer, 0, read);
        out.write(buffer, 0, read);
      }
    }
    return ChunkDigest.of(digest.digest());
  }

  void remove(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      LOG.warn("cannot remove cached {}", file, e);
    }
  }

  /** What is there from before, oldest first. */
  List<CachedFile> files() {
    try (Stream<Path> files = Files.walk(root)) {
      return files
          .filter(file -> name(file).length() == DIGEST_LENGTH)
          .map(this::describe)
          .sorted(Comparator.comparing(CachedFile::modified))
          .toList();
    } catch (IOException e) {
      throw IoFailures.of("read the cache in " + root, e);
    }
  }

  private String name(Path file) {
    return root.relativize(file).toString().replace(file.getFileSystem().getSeparator(), "");
  }

  private CachedFile describe(Path file) {
    try {
      return new CachedFile(
          new ChunkDigest(name(file)), Files.size(file), Files.getLastModifiedTime(file));
    } catch (IOException e) {
      throw IoFailures.of("read " + file, e);
    }
  }

  @Override
  public void close() {
    try {
      lock.close();
    } catch (IOException e) {
      LOG.warn("cannot release the read cache {}", root, e);
    }
  }

  record CachedFile(ChunkDigest digest, long size, FileTime modified) {}
}
