package io.optima.dataset.stream;

import io.optima.model.ErrorCode;
import io.optima.model.OptimaException;
import io.optima.model.stream.SealedManifest.ProducerState;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * How far the sources of a partition are. Nothing is ever forgotten: a partition has as many
 * sources as its stream's settings have named. One thread at a time.
 */
final class Positions {
  /** By source: its last batch that is sealed, and those that are not. */
  private final Map<UUID, Deque<Stored>> known = new HashMap<>();

  /** Sources with a batch on its way. */
  private final Set<UUID> pending = new HashSet<>();

  private record Stored(String position, long first, int records) {
    long end() {
      return first + records;
    }
  }

  /** Knows again what a manifest lists. */
  void recall(List<ProducerState> states) {
    for (ProducerState state : states) {
      if (state.position() != null) {
        stored(state.producer(), state.position(), state.first(), state.records());
      }
    }
  }

  /** Knows again what the journal holds. */
  void recall(StoredBatch batch) {
    if (batch.producer() != null && batch.position() != null) {
      stored(batch.producer(), batch.position(), batch.firstOffset(), batch.records());
    }
  }

  Optional<String> of(UUID source) {
    return Optional.ofNullable(at(source));
  }

  private @Nullable String at(UUID source) {
    Deque<Stored> batches = known.get(source);
    return batches == null ? null : batches.getLast().position();
  }

  /**
   * The batch is on its way.
   *
   * @throws OptimaException FAILED_PRECONDITION when the source is elsewhere, or another batch of
   *     it is on its way
   */
  void begin(SourceStep step) {
    if (pending.contains(step.source())) {
      throw OptimaException.of(
          ErrorCode.FAILED_PRECONDITION,
          "another batch of source %s is on its way: ask where the source is",
          step.source());
    }
    String position = at(step.source());
    if (!Objects.equals(position, step.before())) {
      throw OptimaException.of(
          ErrorCode.FAILED_PRECONDITION,
          "source %s is at %s, not at %s: go on from there",
          step.source(),
          String.valueOf(position),
          String.valueOf(step.before()));
    }
    pending.add(step.source());
  }

  void stored(SourceStep step, long first, int records) {
    pending.remove(step.source());
    stored(step.source(), step.after(), first, records);
  }

  /** The batch was refused: it is as if it had never come. */
  void refused(SourceStep step) {
    pending.remove(step.source());
  }

  private void stored(UUID source, String position, long first, int records) {
    Deque<Stored> batches = known.computeIfAbsent(source, none -> new ArrayDeque<>());
    // one that was sealed before it was answered is here already
    if (batches.isEmpty() || batches.getLast().first() < first) {
      batches.add(new Stored(position, first, records));
    }
  }

  /** What a manifest has to say of records before the offset. */
  List<ProducerState> sealedBefore(long offset, Instant now) {
    List<ProducerState> states = new ArrayList<>();
    known.forEach(
        (source, batches) -> {
          Stored last = lastBefore(offset, batches);
          if (last != null) {
            states.add(
                new ProducerState(source, 0, last.first(), last.records(), now, last.position()));
          }
        });
    return states;
  }

  /** The batches before it are of no more use. */
  private static @Nullable Stored lastBefore(long offset, Deque<Stored> batches) {
    Stored last = null;
    while (!batches.isEmpty() && batches.getFirst().end() <= offset) {
      last = batches.removeFirst();
    }
    if (last != null) {
      batches.addFirst(last);
    }
    return last;
  }
}
