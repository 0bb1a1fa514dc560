package io.optima.store;

import io.optima.model.ChunkDigest;
import io.optima.model.ErrorCode;
import io.optima.model.OptimaException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A running publish. While it is open and shows signs of life, garbage collection leaves alone what
 * it has put: new chunks because they are younger than the session, chunks that were there before
 * because the session claims them ({@code docs/adr} tells why that is enough).
 *
 * <p>Put chunks, commit, call {@link #release} when the commit is acknowledged (or nothing is to be
 * committed), close. A session closed without release stays protected until its lease ends, since
 * its commit may still be on the way.
 */
public final class PublishSession implements AutoCloseable {
  private final ObjectStore objects;
  private final GcLock gc;
  private final Sessions sessions;
  private final String id;
  private final Duration lease;
  private final Path staging;
  private final Instant started;
  private final Lease life;
  private final Heartbeat heartbeat;
  private volatile boolean needed;

  PublishSession(
      ObjectStore objects, GcLock gc, Sessions sessions, String id, Path home, Duration lease) {
    this.objects = objects;
    this.gc = gc;
    this.sessions = sessions;
    this.id = id;
    this.lease = lease;
    this.life = new Lease("publish " + id, lease);
    this.started = sessions.start(id);
    this.staging = createStaging(home.resolve("staging").resolve(id));
    this.heartbeat = new Heartbeat("publish-" + id, lease.dividedBy(6), this::beat);
  }

  private static Path createStaging(Path staging) {
    try {
      return Files.createDirectories(staging);
    } catch (IOException e) {
      throw IoFailures.of("create " + staging, e);
    }
  }

  public String id() {
    return id;
  }

  /** A folder of its own, removed when the session is closed. */
  public Path staging() {
    return staging;
  }

  /** As {@link ChunkStore#put(Path)}, and protects the chunk until the session is closed. */
  public ChunkDigest put(Path file) {
    ChunkDigest digest = Chunks.digest(file);
    String key = Keys.chunk(digest);
    keep(digest, size(file), () -> objects.putIfAbsent(key, file));
    return digest;
  }

  /** As {@link ChunkStore#put(byte[])}, and protects the chunk until the session is closed. */
  public ChunkDigest put(byte[] bytes) {
    ChunkDigest digest = Sha256.of(bytes);
    String key = Keys.chunk(digest);
    keep(digest, bytes.length, () -> objects.putIfAbsent(key, bytes));
    return digest;
  }

  private void keep(ChunkDigest digest, long size, Runnable put) {
    life.check();
    needed = true;
    String key = Keys.chunk(digest);
    Optional<ObjectInfo> found = objects.stat(key);
    if (found.isEmpty()) {
      put.run();
      found = objects.stat(key);
    }
    found.ifPresent(existing -> checkSize(digest, existing, size));
    if (found.isEmpty() || found.get().modified().isBefore(started)) {
      claim(digest, put);
    }
  }

  /**
   * Protects a chunk that somebody else has put until the session is closed.
   *
   * @return false when it is not there
   */
  public boolean adopt(ChunkDigest digest) {
    life.check();
    needed = true;
    claim(digest, () -> {});
    return objects.stat(Keys.chunk(digest)).isPresent();
  }

  /** The chunk is older than we are, so a collection may be about to remove it. */
  private void claim(ChunkDigest digest, Runnable put) {
    sessions.claim(id, digest);
    gc.awaitFree();
    if (objects.stat(Keys.chunk(digest)).isEmpty()) {
      put.run();
    }
  }

  private static void checkSize(ChunkDigest digest, ObjectInfo existing, long size) {
    if (existing.size() != size) {
      throw OptimaException.of(
          ErrorCode.CORRUPT,
          "chunk %s is damaged: it has %d bytes instead of %d",
          digest,
          existing.size(),
          size);
    }
  }

  private static long size(Path file) {
    try {
      return Files.size(file);
    } catch (IOException e) {
      throw IoFailures.of("read " + file, e);
    }
  }

  /**
   * Refuses to go on when garbage collection may take the session for dead; to be called right
   * before a commit that took long to prepare.
   *
   * @throws OptimaException UNAVAILABLE
   */
  public void check() {
    life.check();
  }

  /** What was put needs no protection any more: it is committed, or will never be. */
  public void release() {
    needed = false;
  }

  private void beat() {
    Lease.Renewal renewal = life.renewing();
    if (sessions.beat(id)) {
      life.renewed(renewal);
    }
  }

  @Override
  public void close() {
    heartbeat.close();
    FileTrees.delete(staging);
    if (needed) {
      sessions.removeLater(id, lease);
    } else {
      sessions.remove(id);
    }
  }
}
