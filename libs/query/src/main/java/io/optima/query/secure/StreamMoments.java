package io.optima.query.secure;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.RemovalCause;
import com.github.benmanes.caffeine.cache.Scheduler;
import io.optima.model.ChunkDigest;
import io.optima.model.DatasetName;
import io.optima.model.DatasetRef;
import io.optima.model.OptimaException;
import io.optima.model.dataset.LogEntry;
import io.optima.model.dataset.Manifest;
import io.optima.model.dataset.Version;
import io.optima.query.secure.StreamMoment.Lane;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Streams at moments. Whoever asks for a stream gets what is there now; the number by which it is
 * named then, milliseconds since the epoch, means the same records for as long as somebody asks for
 * them once in a while, in this process.
 */
final class StreamMoments implements AutoCloseable {
  private static final Duration KEPT = Duration.ofMinutes(10);
  private static final int MOST = 1_000;

  private final StreamTables tables;
  private final TailChunks chunks;
  private final AtomicLong last = new AtomicLong();
  private final Cache<ChunkDigest, StreamMoment> moments =
      Caffeine.newBuilder()
          .expireAfterAccess(KEPT)
          .maximumSize(MOST)
          .scheduler(Scheduler.systemScheduler())
          .executor(Runnable::run)
          .removalListener(
              (@Nullable ChunkDigest name, @Nullable StreamMoment moment, RemovalCause cause) ->
                  release(Objects.requireNonNull(moment)))
          .build();

  StreamMoments(StreamTables tables, TailChunks chunks) {
    this.tables = tables;
    this.chunks = chunks;
  }

  /**
   * What a reference to a stream means.
   *
   * @throws OptimaException NOT_FOUND for a moment that is not known any more
   */
  Version version(DatasetRef ref, LogEntry head) {
    if (ref.version() == null && ref.content() == null) {
      return now(head);
    }
    return find(moment -> isMeant(moment, ref)).orElseThrow(() -> unknown(ref.name()));
  }

  private static boolean isMeant(StreamMoment moment, DatasetRef ref) {
    Version version = moment.version();
    return moment.lanes().getFirst().partition().stream().equals(ref.name())
        && (ref.content() != null
            ? version.content().equals(ref.content())
            : version.number() == Objects.requireNonNull(ref.version()));
  }

  /** Counts as asking for it. */
  private Optional<Version> find(Predicate<StreamMoment> wanted) {
    return moments.asMap().values().stream()
        .filter(wanted)
        .map(moment -> moment.version().manifest())
        .findFirst()
        .map(moments::getIfPresent)
        .map(StreamMoment::version);
  }

  private Version now(LogEntry head) {
    StreamMoment moment =
        tables.read(
            head, last.updateAndGet(before -> Math.max(before + 1, System.currentTimeMillis())));
    Optional<Version> same = find(known -> isSame(known, moment));
    if (same.isPresent()) {
      release(moment);
      return same.get();
    }
    moments.put(moment.version().manifest(), moment);
    return moment.version();
  }

  /** The same records in the same chunks; what a topic drops changes the content alone. */
  private static boolean isSame(StreamMoment one, StreamMoment other) {
    return one.version().content().equals(other.version().content())
        && one.lanes().stream()
            .map(Lane::state)
            .toList()
            .equals(other.lanes().stream().map(Lane::state).toList());
  }

  /** What lies behind a version that was given out here; empty for versions that are stored. */
  Optional<Manifest> manifest(Version version) {
    return Optional.ofNullable(moments.getIfPresent(version.manifest()))
        .map(StreamMoment::manifest);
  }

  static OptimaException unknown(DatasetName stream) {
    return OptimaException.notFound(
        "this moment of stream %s is not known any more: read the stream again", stream);
  }

  private void release(StreamMoment moment) {
    moment.tails().forEach(chunks::release);
  }

  @Override
  public void close() {
    moments.invalidateAll();
    tables.close();
  }
}
