package io.optima.query.secure;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.RemovalCause;
import com.github.benmanes.caffeine.cache.Scheduler;
import io.optima.model.ChunkDigest;
import io.optima.model.ErrorCode;
import io.optima.model.OptimaException;
import io.optima.model.schema.Field;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Columns of parts of chunks in canonical Arrow, one file each, so that what was read once is read
 * again at the speed of memory. Everything in it can be decoded again from the chunks: it begins
 * empty with every process and is deleted piece by piece, the least recently read first, when it is
 * full.
 */
final class DecodedColumns implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(DecodedColumns.class);

  /** Mapped pages count as memory of the process, so that unused ones are let go of soon. */
  private static final Duration MAPPED = Duration.ofMinutes(1);

  private static final int WEIGHT_BYTES = 1024;

  private final @Nullable ProcessFolder folder;

  private final Cache<Key, Path> files;
  private final Cache<Key, DecodedColumn> mapped =
      Caffeine.newBuilder()
          .expireAfterAccess(MAPPED)
          .scheduler(Scheduler.systemScheduler())
          .executor(Runnable::run)
          .removalListener(DecodedColumns::unmap)
          .build();

  DecodedColumns(ReadSettings settings) {
    files =
        Caffeine.newBuilder()
            .maximumWeight(settings.decodedBytes() / WEIGHT_BYTES)
            .weigher((Key key, Path file) -> weight(file))
            .executor(Runnable::run)
            .removalListener(this::delete)
            .build();
    folder = settings.decodedBytes() == 0 ? null : open(settings.decoded());
  }

  /** A column of a part of a chunk. */
  record Key(ChunkDigest chunk, Segment segment, Field field) {}

  private static @Nullable ProcessFolder open(Path root) {
    try {
      return ProcessFolder.open(root);
    } catch (IOException e) {
      LOG.warn("reading without a cache of decoded columns in {}", root, e);
      return null;
    }
  }

  /** Whether columns are kept at all. */
  boolean isOn() {
    return folder != null;
  }

  boolean has(Key key) {
    return files.getIfPresent(key) != null;
  }

  /** All of these columns, or none. Each is to be let go of. */
  Optional<List<DecodedColumn>> open(List<Key> keys) {
    List<DecodedColumn> columns = new ArrayList<>();
    for (Key key : keys) {
      DecodedColumn column = open(key);
      if (column == null) {
        columns.forEach(DecodedColumn::release);
        return Optional.empty();
      }
      columns.add(column);
    }
    return Optional.of(columns);
  }

  private @Nullable DecodedColumn open(Key key) {
    Path file = files.getIfPresent(key);
    if (file == null) {
      return null;
    }
    try {
      DecodedColumn column = mapped.get(key, k -> DecodedColumn.map(file));
      return column.retain() ? column : null;
    } catch (OptimaException e) {
      files.invalidate(key); // deleted by somebody: it will be made again
      return null;
    }
  }

  /** A file that nobody sees before it is {@link #keep kept}. */
  Path newFile() throws IOException {
    if (folder == null) {
      throw new IOException("there is no cache of decoded columns");
    }
    return Files.createTempFile(folder.path(), "column", ".arrow");
  }

  /** Makes a complete file part of the cache, which deletes it when it is not needed. */
  void keep(Key key, Path file) {
    if (files.asMap().putIfAbsent(key, file) != null) {
      remove(file);
    }
  }

  private void delete(@Nullable Key key, @Nullable Path file, RemovalCause cause) {
    if (key != null) {
      mapped.invalidate(key);
    }
    if (file != null) {
      remove(file);
    }
  }

  private static void unmap(@Nullable Key key, @Nullable DecodedColumn column, RemovalCause cause) {
    if (column != null) {
      column.release();
    }
  }

  /** Deletes a file of the cache. */
  static void remove(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      LOG.warn("a decoded column could not be deleted", e);
    }
  }

  private static int weight(Path file) {
    try {
      return (int) Math.min(Integer.MAX_VALUE, Files.size(file) / WEIGHT_BYTES + 1);
    } catch (IOException e) {
      throw new OptimaException(ErrorCode.INTERNAL, "a decoded column is gone", e);
    }
  }

  @Override
  public void close() {
    mapped.invalidateAll();
    files.invalidateAll();
    if (folder != null) {
      folder.close();
    }
  }
}
