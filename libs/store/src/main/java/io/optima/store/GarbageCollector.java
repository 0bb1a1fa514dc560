package io.optima.store;

import io.optima.model.ChunkDigest;
import io.optima.model.OptimaException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Removes chunks that neither a commit nor a step of a run refers to. The order of reading is what
 * makes it safe: the lock, then running publishes and their claims, then steps, then commits, then
 * chunks. A publish that had ended when publishes were read has its commit or its step's record
 * among those read afterwards; one that began later waits for the lock before it relies on a chunk
 * older than itself.
 */
public final class GarbageCollector {
  private static final int BATCH = 100;

  private final ObjectStore objects;
  private final Function<Instant, References> references;
  private final Sessions sessions;
  private final GcLock lock;
  private final StoreSettings settings;

  GarbageCollector(
      ObjectStore objects,
      Function<Instant, References> references,
      Sessions sessions,
      GcLock lock,
      StoreSettings settings) {
    this.objects = objects;
    this.references = references;
    this.sessions = sessions;
    this.lock = lock;
    this.settings = settings;
  }

  /** Looks only, with the configured grace period. */
  public GcReport look() {
    return look(settings.grace());
  }

  /** Tells what {@link #delete} would do now; writes nothing. */
  public GcReport look(Duration grace) {
    return collect(Clock.systemUTC().instant(), grace, Optional.empty());
  }

  /** Removes garbage, with the configured grace period. */
  public GcReport delete() {
    return delete(settings.grace());
  }

  /**
   * Removes chunks that are unreferenced, older than the grace period and needed by no running
   * publish; what a partition's log named within the grace period counts as referenced. Also
   * removes what uploads and publishes that were cut off have left.
   *
   * @throws OptimaException CONFLICT when another collection is running, CORRUPT when a manifest
   *     cannot be read: then nothing is removed; UNAVAILABLE when it was cut off from the store for
   *     too long and stopped half-way
   */
  public GcReport delete(Duration grace) {
    try (GcLock.Held held = lock.take()) {
      return collect(held.time(), grace, Optional.of(held));
    }
  }

  private GcReport collect(Instant now, Duration grace, Optional<GcLock.Held> held) {
    Map<String, Sessions.Session> publishes = sessions.all();
    List<Sessions.Session> alive =
        publishes.values().stream().filter(each -> each.isAlive(now, settings.lease())).toList();
    Set<String> dead = new HashSet<>(publishes.keySet());
    dead.removeIf(id -> alive.contains(publishes.get(id)));
    Instant before = now.minus(grace);
    Sweep sweep = new Sweep(before, alive, references.apply(before), held);
    try (Stream<ObjectInfo> chunks = objects.list(Keys.CHUNKS)) {
      chunks.forEach(sweep::look);
    }
    sweep.finish();
    ObjectStore.Leftovers leftovers = objects.leftovers(grace, held.isPresent());
    held.ifPresent(lock -> removeDead(dead, publishes.keySet(), now));
    held.ifPresent(lock -> forgetAnswers(before));
    return sweep.report(held.isPresent(), leftovers, dead.size());
  }

  private void forgetAnswers(Instant before) {
    try (Stream<ObjectInfo> answers = objects.list(Keys.UNCHANGED)) {
      answers
          .filter(answer -> answer.modified().isBefore(before))
          .forEach(answer -> objects.delete(answer.key()));
    }
  }

  private void removeDead(Set<String> dead, Set<String> known, Instant now) {
    dead.forEach(sessions::remove);
    for (Path staging : stagings()) {
      String id = staging.getFileName().toString();
      if (dead.contains(id) || (!known.contains(id) && isOlder(staging, now))) {
        FileTrees.delete(staging);
      }
    }
  }

  private List<Path> stagings() {
    try (Stream<Path> found = Files.list(settings.home().resolve("staging"))) {
      return found.toList();
    } catch (NoSuchFileException e) {
      return List.of();
    } catch (IOException e) {
      throw IoFailures.of("list staging", e);
    }
  }

  /** A session makes itself known before it makes its staging, so an old unknown one has ended. */
  private boolean isOlder(Path staging, Instant now) {
    try {
      Instant modified = Files.getLastModifiedTime(staging).toInstant();
      return modified.isBefore(now.minus(settings.lease()));
    } catch (IOException e) {
      return false;
    }
  }

  /** One pass over all chunks. */
  private final class Sweep {
    private final Instant before;
    private final Set<ChunkDigest> claimed;
    private final References references;
    private final Optional<GcLock.Held> held;
    private final List<String> batch = new ArrayList<>();
    private GcReport.Count chunks = GcReport.Count.NONE;
    private GcReport.Count garbage = GcReport.Count.NONE;
    private GcReport.Count spared = GcReport.Count.NONE;

    Sweep(
        Instant beforeGrace,
        Collection<Sessions.Session> alive,
        References references,
        Optional<GcLock.Held> held) {
      this.before =
          alive.stream()
              .map(Sessions.Session::started)
              .reduce(beforeGrace, (a, b) -> a.isBefore(b) ? a : b);
      this.claimed =
          alive.stream().flatMap(each -> each.claims().stream()).collect(Collectors.toSet());
      this.references = references;
      this.held = held;
    }

    void look(ObjectInfo chunk) {
      chunks = chunks.plus(chunk.size());
      ChunkDigest digest = Keys.digest(chunk.key());
      if (references.contain(digest)) {
        return;
      }
      if (claimed.contains(digest) || !chunk.modified().isBefore(before)) {
        spared = spared.plus(chunk.size());
        return;
      }
      garbage = garbage.plus(chunk.size());
      batch.add(chunk.key());
      if (batch.size() >= BATCH) {
        finish();
      }
    }

    /** Removes the batch, unless we only look. */
    void finish() {
      held.ifPresent(this::deleteBatch);
      batch.clear();
    }

    private void deleteBatch(GcLock.Held lock) {
      lock.check();
      for (String key : batch) {
        lock.checkLease();
        objects.delete(key);
      }
    }

    GcReport report(boolean deleted, ObjectStore.Leftovers leftovers, int dead) {
      return new GcReport(
          deleted,
          chunks,
          garbage,
          spared,
          new GcReport.Count(leftovers.count(), leftovers.bytes()),
          dead);
    }
  }
}
