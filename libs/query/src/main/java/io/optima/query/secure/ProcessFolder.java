package io.optima.query.secure;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A folder for what one process alone uses and what need not outlive it. A lock on a file in it
 * tells that its process lives; folders of dead ones are deleted by the next that comes.
 */
final class ProcessFolder implements AutoCloseable {
  private static final String LOCK = "in-use";

  /** Closing any other channel to a file gives up the locks that this process has on it. */
  private static final Set<Path> OWN = ConcurrentHashMap.newKeySet();

  private final Path path;
  private final FileChannel channel;

  private ProcessFolder(Path path, FileChannel channel) {
    this.path = path;
    this.channel = channel;
  }

  static ProcessFolder open(Path root) throws IOException {
    Files.createDirectories(root);
    Path path = Files.createTempDirectory(root, "process").toRealPath();
    OWN.add(path);
    FileChannel channel = lockFile(path, StandardOpenOption.CREATE);
    FileLock lock =
        channel.lock(); // held until the channel is closed, by the process's end at last
    if (!lock.isValid()) {
      throw new IOException("no lock in " + path);
    }
    deleteUnused(root);
    return new ProcessFolder(path, channel);
  }

  Path path() {
    return path;
  }

  private static void deleteUnused(Path root) throws IOException {
    List<Path> others;
    try (Stream<Path> folders = Files.list(root)) {
      others = folders.filter(Files::isDirectory).toList();
    }
    for (Path other : others) {
      if (!OWN.contains(other.toRealPath()) && isUnused(other)) {
        delete(other);
      }
    }
  }

  private static boolean isUnused(Path folder) throws IOException {
    try (FileChannel channel = lockFile(folder, StandardOpenOption.WRITE)) {
      @Nullable FileLock lock = channel.tryLock();
      return lock != null;
    } catch (OverlappingFileLockException | NoSuchFileException e) {
      return false; // being made by this very process or by another
    }
  }

  private static FileChannel lockFile(Path folder, StandardOpenOption how) throws IOException {
    return FileChannel.open(folder.resolve(LOCK), StandardOpenOption.WRITE, how);
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
      delete(path);
      OWN.remove(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
