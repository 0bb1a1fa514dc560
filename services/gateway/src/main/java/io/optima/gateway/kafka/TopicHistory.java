package io.optima.gateway.kafka;

import io.optima.gateway.stream.ChunkHistory;
import io.optima.gateway.stream.SealedHistory;
import io.optima.model.ErrorCode;
import io.optima.model.OptimaException;
import io.optima.model.dataset.LogEntry;
import io.optima.model.stream.PartitionEntry;
import io.optima.model.stream.PartitionEntry.Change;
import io.optima.model.stream.PartitionRef;
import io.optima.model.stream.SealedManifest;
import io.optima.model.stream.SealedManifest.ProducerState;
import io.optima.model.stream.Stream;
import io.optima.model.stream.StreamSettings.Retention;
import io.optima.query.stream.Compaction;
import io.optima.query.stream.Sealing;
import io.optima.query.stream.Truncation;
import io.optima.store.PartitionLog;
import io.optima.store.PublishSession;
import io.optima.store.Store;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is sealed of topics: chunks, and the commit logs of their partitions. These have no holder;
 * whoever writes the next entry first has won, and what the others made is garbage.
 */
public final class TopicHistory {
  private static final Logger log = LoggerFactory.getLogger(TopicHistory.class);

  private final Store store;
  private final PartitionLog entries;
  private final SealedHistory chunks;
  private final Sealing sealing;
  private final Compaction compaction;
  private final Clock clock;

  /**
   * @param compaction of small chunks to larger ones
   */
  public TopicHistory(
      Store store, SealedHistory chunks, Sealing sealing, Compaction compaction, Clock clock) {
    this.store = store;
    this.entries = store.partitions();
    this.chunks = chunks;
    this.sealing = sealing;
    this.compaction = compaction;
    this.clock = clock;
  }

  /** What is sealed of a partition; empty for nothing. */
  Optional<PartitionEntry> sealed(PartitionRef partition) {
    return entries.head(partition);
  }

  SealedHistory chunks() {
    return chunks;
  }

  /** Identifies all that is sealed. */
  String content(PartitionEntry state) {
    return ChunkHistory.content(entries, state);
  }

  /**
   * Refuses a topic that is not the one whose records are sealed.
   *
   * @param topic id of the one that is there
   * @throws OptimaException FAILED_PRECONDITION
   */
  void requireSame(PartitionEntry state, UUID topic) {
    if (manifest(state).producers().stream().noneMatch(from -> from.producer().equals(topic))) {
      throw OptimaException.of(
          ErrorCode.FAILED_PRECONDITION,
          "the topic of %s was deleted and created again since its first %d offsets were sealed:"
              + " create another stream for the new topic",
          state.partition(),
          state.end());
    }
  }

  private SealedManifest manifest(PartitionEntry state) {
    return entries.sealed(Objects.requireNonNull(state.manifest()));
  }

  /**
   * Seals one slice. Needs memory for some megabytes of records.
   *
   * @param topic id of the topic
   * @param before what the slice follows; null: nothing is sealed
   * @param begin offset of the first record of the topic that is to be sealed, or before it
   * @return empty when somebody else was faster with whatever follows {@code before}
   */
  Optional<PartitionEntry> seal(
      LogEntry dataset,
      PartitionRef partition,
      UUID topic,
      @Nullable PartitionEntry before,
      long begin,
      TopicSlice slice) {
    Stream stream = Objects.requireNonNull(dataset.stream());
    Sealing.Target target =
        new Sealing.Target(
            stream.id(), partition.number(), dataset.algorithm(), stream.settings().schema());
    try (PublishSession session = store.publish()) {
      Sealing.Sealed made =
          sealing.sealWithGaps(
              session,
              target,
              before == null ? null : manifest(before),
              begin,
              slice,
              slice::end,
              () -> List.of(position(topic, slice.end())));
      return commit(session, stream.id(), partition, before, Change.SEALED, made);
    }
  }

  private ProducerState position(UUID topic, long end) {
    return new ProducerState(topic, 0, end, 0, clock.instant(), String.valueOf(end));
  }

  /** Drops chunks from the head that are not to be kept; empty as {@link #seal}. */
  Optional<PartitionEntry> truncate(PartitionEntry before, Retention keep) {
    SealedManifest manifest = manifest(before);
    long begin = Truncation.begin(manifest, keep, clock.instant());
    try (PublishSession session = store.publish()) {
      Optional<Sealing.Sealed> made = Truncation.before(session, manifest, begin);
      return made.isEmpty()
          ? Optional.of(before)
          : commit(
              session, before.stream(), before.partition(), before, Change.TRUNCATED, made.get());
    }
  }

  /** Merges some small chunks; empty when nothing is worth it, or as {@link #seal}. */
  Optional<PartitionEntry> compact(PartitionEntry before) {
    SealedManifest manifest = manifest(before);
    if (!compaction.isWorth(manifest)) {
      return Optional.empty();
    }
    try (PublishSession session = store.publish()) {
      return compaction
          .compact(session, manifest, damage -> log.warn("{}", before.partition(), damage))
          .flatMap(
              made ->
                  commit(
                      session,
                      before.stream(),
                      before.partition(),
                      before,
                      Change.COMPACTED,
                      made));
    }
  }

  private Optional<PartitionEntry> commit(
      PublishSession session,
      UUID stream,
      PartitionRef partition,
      @Nullable PartitionEntry before,
      Change change,
      Sealing.Sealed made) {
    session.check();
    PartitionEntry after =
        new PartitionEntry(
            before == null ? 1 : before.sequence() + 1,
            change,
            partition,
            stream,
            0,
            null,
            made.content().begin(),
            made.content().end(),
            made.manifest(),
            made.bytes(),
            time(before));
    boolean ours = entries.append(after) || isThere(after);
    session.release();
    return ours ? Optional.of(after) : Optional.empty();
  }

  /** The answer to our own entry may have been lost. */
  private boolean isThere(PartitionEntry after) {
    return entries.entry(after.partition(), after.sequence()).filter(after::equals).isPresent();
  }

  /** Clocks of two hosts may differ, the log's time never goes back. */
  private Instant time(@Nullable PartitionEntry before) {
    Instant now = clock.instant();
    return before == null || now.isAfter(before.time()) ? now : before.time();
  }
}
