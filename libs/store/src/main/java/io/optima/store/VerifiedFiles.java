package io.optima.store;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import io.optima.model.ChunkDigest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Remembers which chunk files were seen to have their digest, so that a hot query hashes nothing. A
 * file is hashed again when its inode, size or time differ, or after a while, since bits also rot.
 */
final class VerifiedFiles {
  private static final int REMEMBERED = 100_000;

  private final Cache<Path, Seen> seen;
  private final Object[] locks = IntStream.range(0, 64).mapToObj(i -> new Object()).toArray();

  VerifiedFiles(Duration again, Ticker ticker) {
    this.seen =
        Caffeine.newBuilder()
            .maximumSize(REMEMBERED)
            .expireAfterWrite(again)
            .ticker(ticker)
            .build();
  }

  /**
   * Whether the file has the digest.
   *
   * @throws java.nio.file.NoSuchFileException when there is none
   */
  boolean holds(Path file, ChunkDigest digest) throws IOException {
    if (isKnown(file, digest)) {
      return true;
    }
    synchronized (locks[Math.floorMod(digest.hashCode(), locks.length)]) {
      return isKnown(file, digest) || verify(file, digest);
    }
  }

  /** The caller has just checked the file's bytes. */
  void remember(Path file, ChunkDigest digest) throws IOException {
    seen.put(file, Seen.of(file, digest));
  }

  private boolean isKnown(Path file, ChunkDigest digest) throws IOException {
    Seen known = seen.getIfPresent(file);
    return known != null && known.equals(Seen.of(file, digest));
  }

  private boolean verify(Path file, ChunkDigest digest) throws IOException {
    Seen before = Seen.of(file, digest);
    if (!Sha256.of(file).equals(digest)) {
      seen.invalidate(file);
      return false;
    }
    seen.put(file, before);
    return true;
  }

  private record Seen(ChunkDigest digest, @Nullable Object inode, long size, FileTime modified) {
    static Seen of(Path file, ChunkDigest digest) throws IOException {
      BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
      return new Seen(digest, now.fileKey(), now.size(), now.lastModifiedTime());
    }
  }
}
