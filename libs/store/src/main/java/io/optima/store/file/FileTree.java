package io.optima.store.file;

import io.optima.store.IoFailures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Keys in order, one directory in memory at a time. */
final class FileTree {
  private final Path root;

  FileTree(Path root) {
    this.root = root;
  }

  /** Keys of files that start with the prefix. */
  Stream<String> keys(String prefix) {
    String folder = prefix.substring(0, prefix.lastIndexOf('/') + 1);
    return below(folder, prefix);
  }

  private Stream<String> below(String folder, String prefix) {
    return children(folder).stream()
        .map(name -> folder + name)
        .filter(key -> key.startsWith(prefix))
        .flatMap(key -> key.endsWith("/") ? below(key, prefix) : Stream.of(key));
  }

  /** Names of directories in a folder that have a file somewhere below. */
  Stream<String> folders(String folder) {
    return children(folder).stream()
        .filter(name -> name.endsWith("/"))
        .filter(name -> keys(folder + name).findFirst().isPresent())
        .map(name -> name.substring(0, name.length() - 1));
  }

  /** Names in a folder, directories with a slash behind, as keys are ordered. */
  private List<String> children(String folder) {
    try (Stream<Path> files = Files.list(root.resolve(folder))) {
      return files
          .filter(file -> !file.getFileName().toString().startsWith("."))
          .map(file -> file.getFileName() + (Files.isDirectory(file) ? "/" : ""))
          .sorted(Comparator.naturalOrder())
          .toList();
    } catch (NoSuchFileException | NotDirectoryException e) {
      return List.of();
    } catch (IOException e) {
      throw IoFailures.of("list " + folder, e);
    }
  }
}
