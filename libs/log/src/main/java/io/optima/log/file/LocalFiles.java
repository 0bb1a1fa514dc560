package io.optima.log.file;

import io.optima.log.JournalFile;
import io.optima.log.JournalFiles;
import io.optima.model.ErrorCode;
import io.optima.model.OptimaException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;

/** The journal's folder on this machine, locked against other processes. */
public final class LocalFiles implements JournalFiles {
  private static final String LOCK = "lock";
  private static final ByteBuffer ZEROS = ByteBuffer.allocateDirect(1 << 20).asReadOnlyBuffer();

  private final Path folder;
  private final FileChannel lock;

  private LocalFiles(Path folder, FileChannel lock) {
    this.folder = folder;
    this.lock = lock;
  }

  /**
   * @throws OptimaException UNAVAILABLE when another process has the folder, or it cannot be made
   */
  public static LocalFiles open(Path folder) {
    try {
      Files.createDirectories(folder);
      Path parent = folder.toAbsolutePath().normalize().getParent();
      if (parent != null) {
        syncDirectory(parent);
      }
      FileChannel lock =
          FileChannel.open(
              folder.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (!locked(lock)) {
        lock.close();
        throw OptimaException.of(
            ErrorCode.UNAVAILABLE,
            "journal %s is in use by another process: stop that one first",
            folder);
      }
      return new LocalFiles(folder, lock);
    } catch (IOException e) {
      throw new OptimaException(
          ErrorCode.UNAVAILABLE,
          String.format("journal folder %s cannot be used: %s", folder, e.getMessage()),
          e);
    }
  }

  private static boolean locked(FileChannel file) throws IOException {
    try {
      FileLock lock = file.tryLock();
      return lock != null;
    } catch (OverlappingFileLockException e) {
      return false;
    }
  }

  @Override
  public String place() {
    return folder.toString();
  }

  @Override
  public List<String> list() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> String.valueOf(file.getFileName())).sorted().toList();
    }
  }

  @Override
  public JournalFile create(String name, long bytes) throws IOException {
    Path path = folder.resolve(name);
    FileChannel channel =
        FileChannel.open(
            path,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE);
    try {
      if (!Allocation.allocate(path, bytes)) {
        fill(channel, bytes);
      }
      return new LocalFile(path, channel);
    } catch (IOException e) {
      try (channel) {
        Files.deleteIfExists(path);
      }
      throw e;
    }
  }

  private static void fill(FileChannel channel, long bytes) throws IOException {
    for (long at = 0; at < bytes; at += ZEROS.capacity()) {
      ByteBuffer zeros = ZEROS.duplicate();
      write(channel, at, zeros.limit((int) Math.min(ZEROS.capacity(), bytes - at)));
    }
  }

  @Override
  public JournalFile open(String name) throws IOException {
    Path path = folder.resolve(name);
    return new LocalFile(path, FileChannel.open(path, StandardOpenOption.WRITE));
  }

  @Override
  public void rename(String from, String to) throws IOException {
    Files.move(folder.resolve(from), folder.resolve(to), StandardCopyOption.ATOMIC_MOVE);
  }

  @Override
  public void delete(String name) throws IOException {
    Files.deleteIfExists(folder.resolve(name));
  }

  @Override
  public void syncDirectory() throws IOException {
    syncDirectory(folder);
  }

  private static void syncDirectory(Path directory) throws IOException {
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  /** Says in its type when the disk is full, which Java says in the message alone. */
  static void write(FileChannel channel, long position, ByteBuffer bytes) throws IOException {
    try {
      for (long at = position; bytes.hasRemaining(); ) {
        at += channel.write(bytes, at);
      }
    } catch (IOException e) {
      String message = String.valueOf(e.getMessage());
      throw message.contains("No space left") || message.contains("Disk quota exceeded")
          ? new NoRoomException(message, e)
          : e;
    }
  }

  @Override
  public void close() throws IOException {
    lock.close();
  }
}
