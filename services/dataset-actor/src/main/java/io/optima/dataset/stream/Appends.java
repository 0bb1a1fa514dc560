package io.optima.dataset.stream;

import io.optima.dataset.stream.Producers.Pending;
import io.optima.dataset.stream.Producers.Stored;
import io.optima.log.Acknowledgement;
import io.optima.log.BatchDigest;
import io.optima.log.Chain;
import io.optima.log.Journal;
import io.optima.log.PartitionId;
import io.optima.model.ErrorCode;
import io.optima.model.OptimaException;
import io.optima.model.stream.Durability;
import io.optima.model.stream.PartitionRef;
import io.optima.model.stream.SealedManifest.ProducerState;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** Takes batches of one partition into the journal, each of a producer once, under one lease. */
final class Appends {
  private final Journal journal;
  private final PartitionRef ref;
  private final PartitionId id;
  private final long epoch;
  private final LeaseTerm lease;
  private final Producers producers;
  private final Positions positions;
  private final Backlog backlog;
  private final Clock clock;

  Appends(
      Journal journal,
      PartitionRef ref,
      PartitionId id,
      long epoch,
      LeaseTerm lease,
      Producers producers,
      Positions positions,
      Backlog backlog,
      Clock clock) {
    this.journal = journal;
    this.ref = ref;
    this.id = id;
    this.epoch = epoch;
    this.lease = lease;
    this.producers = producers;
    this.positions = positions;
    this.backlog = backlog;
    this.clock = clock;
  }

  /**
   * As {@link HeldPartition#append}.
   *
   * @param least durability of the stream
   */
  synchronized CompletableFuture<Appended> append(NewBatch batch, Durability least) {
    if (batch.step() != null) {
      return submit(batch, batch.step(), least);
    }
    UUID producer = batch.producer();
    if (producer == null) {
      return submit(batch, least);
    }
    return switch (producers.find(producer, batch.sequence())) {
      case Stored(long first, int records, _) -> repeated(batch, first, records, least);
      case Pending(int records, CompletableFuture<Appended> answer, _) -> {
        checkSame(batch, records);
        yield answer.thenApply(Appended::again);
      }
      case null, default -> submit(batch, producer, least);
    };
  }

  /** A batch that is durable: what is sealed has to tell it, be it answered by then or not. */
  synchronized void known(StoredBatch batch) {
    positions.recall(batch);
    UUID producer = batch.producer();
    if (producer != null && !producers.isStored(producer, batch.sequence())) {
      producers.recall(batch);
    }
  }

  synchronized List<ProducerState> producersBefore(long offset) {
    Instant now = clock.instant();
    List<ProducerState> states = new ArrayList<>(producers.sealedBefore(offset, now));
    states.addAll(positions.sealedBefore(offset, now));
    return states;
  }

  synchronized Optional<String> position(UUID source) {
    return positions.of(source);
  }

  private CompletableFuture<Appended> repeated(
      NewBatch batch, long first, int records, Durability least) {
    checkSame(batch, records);
    return CompletableFuture.completedFuture(
        new Appended(
            first,
            first + records - 1,
            BatchDigest.of(batch.payload()),
            durability(batch, least),
            true));
  }

  private void checkSame(NewBatch batch, int records) {
    if (batch.records() != records) {
      throw OptimaException.invalid(
          "batch %d of producer %s had %d records when it came first, and has %d now: a batch that"
              + " is sent again is the same",
          batch.sequence(), String.valueOf(batch.producer()), records, batch.records());
    }
  }

  private CompletableFuture<Appended> submit(NewBatch batch, SourceStep step, Durability least) {
    backlog.requireRoom(ref);
    positions.begin(step);
    return write(batch, least, null)
        .whenComplete(
            (done, failure) ->
                settle(
                    done,
                    failure,
                    first -> positions.stored(step, first, batch.records()),
                    () -> positions.refused(step)))
        .thenApply(this::inTime);
  }

  private CompletableFuture<Appended> submit(NewBatch batch, UUID producer, Durability least) {
    backlog.requireRoom(ref);
    CompletableFuture<Appended> answer = new CompletableFuture<>();
    Chain chain = producers.pending(producer, batch.sequence(), batch.records(), answer);
    var _ =
        write(batch, least, chain)
            .whenComplete(
                (done, failure) ->
                    settle(
                        done,
                        failure,
                        first ->
                            producers.stored(producer, batch.sequence(), first, batch.records()),
                        () -> producers.refused(producer, batch.sequence())))
            .thenApply(this::inTime)
            .whenComplete((done, failure) -> complete(answer, done, failure));
    return answer;
  }

  private CompletableFuture<Appended> submit(NewBatch batch, Durability least) {
    backlog.requireRoom(ref);
    return write(batch, least, null).thenApply(this::inTime);
  }

  private CompletableFuture<Acknowledgement> write(
      NewBatch batch, Durability least, @Nullable Chain chain) {
    long micros = ChronoUnit.MICROS.between(Instant.EPOCH, clock.instant());
    ByteBuffer head = StoredBatch.head(batch, micros);
    int bytes = head.remaining() + batch.payload().remaining();
    CompletableFuture<Acknowledgement> written =
        journal.append(
            id, epoch, batch.records(), head, batch.payload(), durability(batch, least), chain);
    return written.whenComplete(
        (done, failure) -> {
          if (failure == null) {
            backlog.appended(bytes);
          }
        });
  }

  /** The stronger one of what the stream has and what was asked for. */
  private static Durability durability(NewBatch batch, Durability least) {
    Durability asked = batch.durability();
    return asked == null || asked.compareTo(least) < 0 ? least : asked;
  }

  /** The last look before an answer: nothing is acknowledged when the lease is over. */
  private Appended inTime(Acknowledgement done) {
    if (!lease.holds()) {
      throw lease.tooLate();
    }
    return new Appended(
        done.firstOffset(), done.lastOffset(), done.digest(), done.durability(), false);
  }

  /** Notes what became of a batch. */
  private synchronized void settle(
      @Nullable Acknowledgement done,
      @Nullable Throwable failure,
      LongConsumer stored,
      Runnable refused) {
    if (done != null) {
      stored.accept(done.firstOffset());
    } else if (isRefusal(failure)) {
      refused.run();
    } else {
      // the journal knows whether the batch is there; the next holder reads it
      lease.lose(
          OptimaException.of(ErrorCode.UNAVAILABLE, "the fate of a batch of %s is unknown", ref));
    }
  }

  private static boolean isRefusal(@Nullable Throwable failure) {
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    return cause instanceof OptimaException e
        && (e.code() == ErrorCode.RESOURCE_EXHAUSTED || e.code() == ErrorCode.CONFLICT);
  }

  private static void complete(
      CompletableFuture<Appended> answer, @Nullable Appended done, @Nullable Throwable failure) {
    if (failure == null) {
      answer.complete(done);
    } else {
      answer.completeExceptionally(failure);
    }
  }
}
