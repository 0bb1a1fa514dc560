package io.optima.store;

import io.optima.model.ChunkDigest;
import io.optima.model.ErrorCode;
import io.optima.model.OptimaException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Copies of chunks on this machine, least recently used ones removed first when they exceed a
 * limit. Files in use are never removed, so the limit is exceeded when more than that is in use. A
 * copy is verified when it is fetched, and once again after a restart; a damaged one is fetched
 * anew, so nothing needs to be synced.
 */
final class ReadCache implements LocalChunks {
  private static final Logger LOG = LoggerFactory.getLogger(ReadCache.class);

  private final ObjectStore objects;
  private final CacheFolder folder;
  private final VerifiedFiles verified;
  private final long limit;

  /** Least recently used first. Guarded by this. */
  private final Map<ChunkDigest, Entry> entries = new LinkedHashMap<>(16, 0.75f, true);

  private long bytes;

  private ReadCache(ObjectStore objects, CacheFolder folder, long limit, VerifiedFiles verified) {
    this.objects = objects;
    this.folder = folder;
    this.limit = limit;
    this.verified = verified;
  }

  /** Takes a folder below that no other process uses, with what it holds from before. */
  static ReadCache open(ObjectStore objects, Path parent, long limit, VerifiedFiles verified) {
    ReadCache cache = new ReadCache(objects, CacheFolder.take(parent), limit, verified);
    cache.folder.files().forEach(cache::addExisting);
    cache.evict(limit);
    return cache;
  }

  private synchronized void addExisting(CacheFolder.CachedFile file) {
    Entry entry = new Entry(file.digest(), folder.path(file.digest()));
    entry.size = file.size();
    entries.put(file.digest(), entry);
    bytes += file.size();
  }

  @Override
  public PinnedFile pin(ChunkDigest digest) {
    Entry entry = acquire(digest);
    try {
      entry.fill();
      evict(limit);
      return new Pin(entry);
    } catch (RuntimeException e) {
      release(entry);
      throw e;
    }
  }

  private synchronized Entry acquire(ChunkDigest digest) {
    Entry entry = entries.computeIfAbsent(digest, key -> new Entry(key, folder.path(key)));
    entry.pins++;
    return entry;
  }

  private synchronized void release(Entry entry) {
    entry.pins--;
    if (entry.pins == 0 && entry.size < 0) {
      entries.remove(entry.digest);
    }
  }

  private void released(Entry entry) {
    release(entry);
    evict(limit);
  }

  private synchronized void filled(Entry entry, long size) {
    bytes += size - Math.max(entry.size, 0);
    entry.size = size;
  }

  /** Removes files that nobody uses until no more than so many bytes are left. */
  private synchronized void evict(long most) {
    if (bytes <= most) {
      return;
    }
    for (Entry entry : List.copyOf(entries.values())) {
      if (bytes > most && entry.pins == 0) {
        entries.remove(entry.digest);
        bytes -= Math.max(entry.size, 0);
        folder.remove(entry.path);
      }
    }
  }

  synchronized long bytes() {
    return bytes;
  }

  /** Removes whatever is not in use. */
  private void makeRoom() {
    evict(0);
  }

  @Override
  public void close() {
    folder.close();
  }

  /** One chunk's copy. Its own lock makes others wait while it is fetched. */
  private final class Entry {
    private final ChunkDigest digest;
    private final Path path;

    /** Guarded by the cache. */
    private int pins;

    /** Guarded by the cache; -1 until there is a file. */
    private long size = -1;

    Entry(ChunkDigest digest, Path path) {
      this.digest = digest;
      this.path = path;
    }

    /** Returns when there is a verified file. */
    synchronized void fill() {
      if (isGood()) {
        return;
      }
      try {
        fetch();
      } catch (OptimaException e) {
        if (e.code() != ErrorCode.RESOURCE_EXHAUSTED) {
          throw e;
        }
        makeRoom();
        fetch();
      }
    }

    private boolean isGood() {
      try {
        if (verified.holds(path, digest)) {
          return true;
        }
        LOG.warn("cached chunk {} is damaged, fetching it again", digest);
        return false;
      } catch (NoSuchFileException e) {
        return false;
      } catch (IOException e) {
        LOG.warn("cached chunk {} cannot be read, fetching it again", digest, e);
        return false;
      }
    }

    private void fetch() {
      try (InputStream in = objects.open(Keys.chunk(digest), 0, Long.MAX_VALUE)) {
        filled(this, folder.add(digest, in));
        verified.remember(path, digest);
      } catch (IOException e) {
        throw IoFailures.of("fetch chunk " + digest, e);
      } catch (OptimaException e) {
        throw e.code() == ErrorCode.NOT_FOUND ? Chunks.missing(digest) : e;
      }
    }
  }

  private final class Pin implements PinnedFile {
    private final Entry entry;
    private final AtomicBoolean closed = new AtomicBoolean();

    Pin(Entry entry) {
      this.entry = entry;
    }

    @Override
    public Path path() {
      return entry.path;
    }

    @Override
    public void close() {
      if (closed.compareAndSet(false, true)) {
        released(entry);
      }
    }
  }

  /** For tests: what is kept, least recently used first. */
  synchronized List<ChunkDigest> kept() {
    return new ArrayList<>(entries.keySet());
  }
}
