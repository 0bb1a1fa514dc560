package io.optima.store.file;

import io.optima.store.BoundedStream;
import io.optima.store.IoFailures;
import io.optima.store.ObjectInfo;
import io.optima.store.ObjectStore;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Objects as files below a directory. An object gets its name by a hard link from a synced file,
 * which fails when the name is taken: that is the put-if-absent. Uploads lie in {@code .tmp}, which
 * no key can name, in the same file system.
 */
final class FileObjectStore implements ObjectStore {
  private final Path root;
  private final Path temporary;
  private final DurableFiles durable;
  private final FileTree tree;

  FileObjectStore(Path directory) {
    this.root = directory.toAbsolutePath().normalize();
    this.temporary = root.resolve(".tmp");
    this.durable = new DurableFiles(root);
    this.tree = new FileTree(root);
    try {
      Files.createDirectories(temporary);
    } catch (IOException e) {
      throw IoFailures.of("create the store at " + root, e);
    }
  }

  @Override
  public boolean putIfAbsent(String key, byte[] bytes) {
    Path target = path(key);
    Path upload = upload();
    try {
      DurableFiles.write(upload, bytes, true);
      return link(upload, target);
    } catch (IOException e) {
      throw IoFailures.of("write " + key, e);
    } finally {
      discard(upload);
    }
  }

  @Override
  public boolean putIfAbsent(String key, Path file) {
    Path target = path(key);
    try {
      DurableFiles.seal(file);
      return link(file, target);
    } catch (FileSystemException e) {
      // another file system, or one that cannot link: the copy is linked inside ours
      return putCopy(key, file);
    } catch (IOException e) {
      throw IoFailures.of("write " + key, e);
    }
  }

  private boolean putCopy(String key, Path file) {
    Path upload = upload();
    try {
      Files.copy(file, upload);
      DurableFiles.seal(upload);
      return link(upload, path(key));
    } catch (IOException e) {
      throw IoFailures.of("write " + key, e);
    } finally {
      discard(upload);
    }
  }

  /** Also when the name is taken its directory is synced: the other's link may not be yet. */
  private boolean link(Path file, Path target) throws IOException {
    durable.createDirectories(DurableFiles.parent(target));
    boolean first = true;
    try {
      Files.createLink(target, file);
    } catch (FileAlreadyExistsException e) {
      first = false;
    }
    DurableFiles.syncDirectory(DurableFiles.parent(target));
    return first;
  }

  @Override
  public void put(String key, byte[] bytes) {
    Path target = path(key);
    Path upload = upload();
    try {
      DurableFiles.write(upload, bytes, false);
      durable.createDirectories(DurableFiles.parent(target));
      Files.move(upload, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      discard(upload);
      throw IoFailures.of("write " + key, e);
    }
  }

  @Override
  public Optional<byte[]> get(String key) {
    try {
      return Optional.of(Files.readAllBytes(path(key)));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      if (Files.isDirectory(path(key))) {
        return Optional.empty();
      }
      throw IoFailures.of("read " + key, e);
    }
  }

  @Override
  public InputStream open(String key, long offset, long length) {
    if (Files.isDirectory(path(key))) {
      throw ObjectStore.absent(key);
    }
    try {
      SeekableByteChannel channel = Files.newByteChannel(path(key));
      channel.position(offset);
      return new BoundedStream(Channels.newInputStream(channel), length);
    } catch (NoSuchFileException e) {
      throw ObjectStore.absent(key);
    } catch (IOException e) {
      throw IoFailures.of("read " + key, e);
    }
  }

  @Override
  public Optional<ObjectInfo> stat(String key) {
    try {
      BasicFileAttributes file = Files.readAttributes(path(key), BasicFileAttributes.class);
      return file.isRegularFile()
          ? Optional.of(new ObjectInfo(key, file.size(), file.lastModifiedTime().toInstant()))
          : Optional.empty();
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw IoFailures.of("look at " + key, e);
    }
  }

  @Override
  public Stream<ObjectInfo> list(String prefix) {
    return tree.keys(prefix).flatMap(key -> stat(key).stream());
  }

  @Override
  public Stream<String> folders(String folder) {
    return tree.folders(folder);
  }

  @Override
  public void delete(String key) {
    try {
      Files.deleteIfExists(path(key));
    } catch (IOException e) {
      throw IoFailures.of("delete " + key, e);
    }
  }

  @Override
  public Optional<Path> file(String key) {
    return Optional.of(path(key));
  }

  @Override
  public Leftovers leftovers(Duration age, boolean delete) {
    Instant before = Instant.now().minus(age);
    long count = 0;
    long bytes = 0;
    try (Stream<Path> uploads = Files.list(temporary)) {
      for (Path upload : (Iterable<Path>) uploads::iterator) {
        long size = sizeIfOlder(upload, before);
        if (size >= 0) {
          count++;
          bytes += size;
          if (delete) {
            Files.deleteIfExists(upload);
          }
        }
      }
    } catch (IOException | UncheckedIOException e) {
      throw IoFailures.of("clean " + temporary, new IOException(e));
    }
    return new Leftovers(count, bytes);
  }

  private static long sizeIfOlder(Path upload, Instant before) throws IOException {
    try {
      boolean older = Files.getLastModifiedTime(upload).toInstant().isBefore(before);
      return older ? Files.size(upload) : -1;
    } catch (NoSuchFileException e) {
      return -1;
    }
  }

  @Override
  public void close() {}

  private Path path(String key) {
    ObjectStore.checkKey(key);
    return root.resolve(key);
  }

  private Path upload() {
    return temporary.resolve(UUID.randomUUID().toString());
  }

  private static void discard(Path upload) {
    try {
      Files.deleteIfExists(upload);
    } catch (IOException e) {
      // invisible; garbage collection finds it
      System.getLogger(FileObjectStore.class.getName())
          .log(System.Logger.Level.WARNING, "upload left behind: " + upload, e);
    }
  }
}
