package io.optima.store.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What POSIX asks for so that files survive a power cut: a file's bytes are synced before its name
 * exists, and a name survives once its directory is synced.
 */
final class DurableFiles {
  /** Directories known to be durable up to the root, so that each costs its syncs once. */
  private final Set<Path> durable = ConcurrentHashMap.newKeySet();

  private final Path root;

  DurableFiles(Path root) {
    this.root = root;
  }

  /** The directory that names the file or directory, which is not the root of a file system. */
  static Path parent(Path path) {
    return Objects.requireNonNull(path.getParent(), () -> path + " has no parent");
  }

  /** Creates the directory, and its parents, durably. */
  void createDirectories(Path directory) throws IOException {
    if (durable.contains(directory)) {
      return;
    }
    if (!directory.equals(root)) {
      createDirectories(parent(directory));
    }
    Files.createDirectories(directory);
    // another process may have created it and not have synced its name yet
    syncDirectory(parent(directory));
    durable.add(directory);
  }

  static void write(Path file, byte[] bytes, boolean sync) throws IOException {
    try (FileChannel out =
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      ByteBuffer rest = ByteBuffer.wrap(bytes);
      while (rest.hasRemaining()) {
        out.write(rest);
      }
      if (sync) {
        out.force(false);
      }
    }
  }

  /** Dates the file now, since garbage collection goes by that, and syncs its bytes. */
  static void seal(Path file) throws IOException {
    Files.setLastModifiedTime(file, FileTime.from(Instant.now()));
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  static void syncDirectory(Path directory) throws IOException {
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }
}
