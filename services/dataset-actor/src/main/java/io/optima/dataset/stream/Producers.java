package io.optima.dataset.stream;

import io.optima.log.Chain;
import io.optima.model.ErrorCode;
import io.optima.model.OptimaException;
import io.optima.model.stream.SealedManifest.ProducerState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The last batches of a partition's producers, by which one that is sent again is known. One thread
 * at a time.
 */
final class Producers {
  /**
   * Those that were silent for longest are forgotten. So many that sent one batch only, which most
   * often is an event with an id of its own, and so many others: events displace no publisher.
   */
  static final int MOST = 10_000;

  /** So many batches of one producer can be sent again. */
  static final int WINDOW = 64;

  /** A batch that came before. */
  sealed interface Known {}

  /** It is in the partition; sealed, unless null, before that time. */
  record Stored(long firstOffset, int records, @Nullable Instant sealed) implements Known {}

  /** It is on its way. */
  record Pending(int records, CompletableFuture<Appended> answer, Chain chain) implements Known {}

  /** It was refused, as later ones will be that are still on their way. */
  record Refused() implements Known {}

  private final int most;
  private final Map<UUID, NavigableMap<Long, Known>> once = new LinkedHashMap<>(16, 0.75f, true);
  private final Map<UUID, NavigableMap<Long, Known>> often = new LinkedHashMap<>(16, 0.75f, true);

  Producers() {
    this(MOST);
  }

  Producers(int most) {
    this.most = most;
  }

  /** Knows again what a manifest lists. */
  void recall(List<ProducerState> states) {
    for (ProducerState state : states) {
      if (state.position() != null) {
        continue; // a source's
      }
      put(
          state.producer(),
          state.sequence(),
          new Stored(state.first(), state.records(), state.sealed()));
    }
  }

  /** Knows again what the journal holds. */
  void recall(StoredBatch batch) {
    UUID producer = batch.producer();
    if (producer != null && batch.position() == null) {
      stored(producer, batch.sequence(), batch.firstOffset(), batch.records());
    }
  }

  /**
   * The same batch when it came before; null when it is the next one.
   *
   * @throws OptimaException FAILED_PRECONDITION when batches before it are missing, or when it came
   *     so long ago that nobody knows where it is; RESOURCE_EXHAUSTED when it was refused and later
   *     ones have not been told yet
   */
  @Nullable Known find(UUID producer, long sequence) {
    NavigableMap<Long, Known> known = batches(producer);
    if (known == null) {
      if (sequence > 0) {
        throw OptimaException.of(
            ErrorCode.FAILED_PRECONDITION,
            "nothing is known of producer %s, so its next batch is 0, not %d: begin again"
                + " under a new id",
            producer,
            sequence);
      }
      return null;
    }
    if (sequence > known.lastKey() + 1) {
      throw OptimaException.of(
          ErrorCode.FAILED_PRECONDITION,
          "batch %2$d of producer %1$s came before %3$d: send that first",
          producer,
          sequence,
          known.lastKey() + 1);
    }
    if (sequence < known.firstKey()) {
      throw OptimaException.of(
          ErrorCode.FAILED_PRECONDITION,
          "batch %2$d of producer %1$s came long before its last, %3$d: where it is stored"
              + " is forgotten",
          producer,
          sequence,
          known.lastKey());
    }
    Known batch = known.get(sequence);
    if (batch instanceof Refused) {
      throw OptimaException.of(
          ErrorCode.RESOURCE_EXHAUSTED,
          "batch %d of producer %s found no room, nor do those behind it that are on their way:"
              + " send them again a little later",
          sequence,
          producer);
    }
    return batch;
  }

  boolean isStored(UUID producer, long sequence) {
    NavigableMap<Long, Known> known = batches(producer);
    return known != null && known.get(sequence) instanceof Stored;
  }

  /**
   * The batch is on its way.
   *
   * @return what ties it to those before it that are on their way too
   */
  Chain pending(UUID producer, long sequence, int records, CompletableFuture<Appended> answer) {
    NavigableMap<Long, Known> known = batches(producer);
    Chain chain =
        known != null && known.lastEntry().getValue() instanceof Pending before
            ? before.chain()
            : new Chain();
    put(producer, sequence, new Pending(records, answer, chain));
    return chain;
  }

  void stored(UUID producer, long sequence, long firstOffset, int records) {
    put(producer, sequence, new Stored(firstOffset, records, null));
  }

  /** The batch was refused: it is as if it had never come. */
  void refused(UUID producer, long sequence) {
    NavigableMap<Long, Known> known = batches(producer);
    if (known == null) {
      return;
    }
    known.put(sequence, new Refused());
    while (!known.isEmpty() && known.lastEntry().getValue() instanceof Refused) {
      known.pollLastEntry();
    }
    if (known.isEmpty()) {
      once.remove(producer);
      often.remove(producer);
    }
  }

  private void put(UUID producer, long sequence, Known batch) {
    NavigableMap<Long, Known> known = batches(producer);
    if (known == null) {
      known = new TreeMap<>();
      (sequence == 0 ? once : often).put(producer, known);
    } else if (sequence > 0 && once.remove(producer) != null) {
      often.put(producer, known);
    }
    known.put(sequence, batch);
    while (known.size() > WINDOW && !(known.firstEntry().getValue() instanceof Pending)) {
      known.pollFirstEntry();
    }
    forgetEldest(once);
    forgetEldest(often);
  }

  private @Nullable NavigableMap<Long, Known> batches(UUID producer) {
    NavigableMap<Long, Known> known = often.get(producer);
    return known == null ? once.get(producer) : known;
  }

  private void forgetEldest(Map<UUID, NavigableMap<Long, Known>> producers) {
    Iterator<NavigableMap<Long, Known>> eldest = producers.values().iterator();
    while (producers.size() > most && eldest.hasNext()) {
      if (!(eldest.next().lastEntry().getValue() instanceof Pending)) {
        eldest.remove();
        return;
      }
    }
  }

  /**
   * What a manifest has to say of records before the offset.
   *
   * @param now for those that it is the first to say something of
   */
  List<ProducerState> sealedBefore(long offset, Instant now) {
    int each = Math.clamp(most / Math.max(often.size(), 1), 1, WINDOW);
    List<ProducerState> states = new ArrayList<>();
    Stream.of(once, often)
        .forEach(
            producers ->
                producers.forEach(
                    (producer, history) -> {
                      history.replaceAll((sequence, batch) -> seal(batch, offset, now));
                      List<ProducerState> told = states(producer, history);
                      states.addAll(told.subList(Math.max(0, told.size() - each), told.size()));
                    }));
    return states;
  }

  private static List<ProducerState> states(UUID producer, Map<Long, Known> history) {
    List<ProducerState> told = new ArrayList<>();
    history.forEach(
        (sequence, batch) -> {
          if (batch instanceof Stored(long first, int records, Instant time) && time != null) {
            told.add(new ProducerState(producer, sequence, first, records, time));
          }
        });
    return told;
  }

  private static Known seal(Known batch, long offset, Instant now) {
    return batch instanceof Stored(long first, int records, Instant before)
            && before == null
            && first + records <= offset
        ? new Stored(first, records, now)
        : batch;
  }
}
