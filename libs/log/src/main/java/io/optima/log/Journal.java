package io.optima.log;

import io.optima.log.Command.Append;
import io.optima.log.Command.Control;
import io.optima.model.ErrorCode;
import io.optima.model.OptimaException;
import io.optima.model.stream.Durability;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * A node's write-ahead log for all its partitions. Appends of all of them share files, writes and
 * syncs; a batch is one append and gets consecutive offsets in its partition. Safe for any number
 * of threads. Futures are completed on a thread of the journal: what depends on them has to be
 * brief or asynchronous.
 *
 * <p>A failed write or sync is the end: nothing is tried again, everybody who waits is told, and
 * {@link #fenced} completes. Durable records can still be read.
 */
public final class Journal implements AutoCloseable {
  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  private final JournalFiles files;
  private final JournalSettings settings;
  private final JournalState state;
  private final JournalWriter writer;
  private final boolean hasObjects;
  private final AtomicLong waitingBytes = new AtomicLong();

  private Journal(
      JournalFiles files,
      JournalSettings settings,
      JournalState state,
      @Nullable JournalObjects objects) {
    this.files = files;
    this.settings = settings;
    this.state = state;
    this.hasObjects = objects != null;
    this.writer =
        new JournalWriter(
            new JournalCore(files, settings, state, new SecureRandom()),
            objects == null ? null : new Uploads(state.journal(), objects));
  }

  /**
   * Recovers what the folder holds and opens it for more; the journal closes the files, also when
   * it cannot be opened.
   *
   * @param objects for {@link Durability#OBJECT}; null when there are none
   * @throws OptimaException CORRUPT, naming file and position, when stored records were damaged;
   *     UNAVAILABLE when the folder cannot be read or written
   */
  public static Journal open(
      JournalFiles files, JournalSettings settings, @Nullable JournalObjects objects) {
    JournalState state = null;
    try {
      state = Recovery.recover(files, new SecureRandom());
      return new Journal(files, settings, state, objects);
    } catch (IOException e) {
      throw unavailable(files, "cannot be opened", e);
    } finally {
      if (state == null) {
        close(files);
      }
    }
  }

  private static void close(JournalFiles files) {
    try {
      files.close();
    } catch (IOException e) {
      throw unavailable(files, "cannot be closed", e);
    }
  }

  private static OptimaException unavailable(JournalFiles files, String what, IOException cause) {
    String message = String.format("journal %s %s: %s", files.place(), what, cause.getMessage());
    return new OptimaException(ErrorCode.UNAVAILABLE, message, cause);
  }

  /**
   * Appends a batch at the end of its partition. Batches of one partition have the order in which
   * this method was called.
   *
   * @param epoch under which the caller holds the partition; a newer one than known fences the
   *     older
   * @param records how many offsets the batch takes, at least 1
   * @param payload opaque; must not change before the answer
   * @return fails with CONFLICT when a newer epoch is known; RESOURCE_EXHAUSTED when the disk is
   *     full or too much waits, and nothing was appended; UNAVAILABLE when the journal is fenced or
   *     closed, or the object store fails, and the batch may be appended or not
   */
  public CompletableFuture<Acknowledgement> append(
      PartitionId partition, long epoch, int records, ByteBuffer payload, Durability durability) {
    return append(partition, epoch, records, NOTHING, payload, durability, null);
  }

  /**
   * The same with something of the caller's own in front of the payload: both are read as one
   * payload, and the acknowledgement's digest leaves the head out.
   *
   * @param chain when a batch of it was refused, those appended later are refused too,
   *     RESOURCE_EXHAUSTED; null: on its own
   */
  public CompletableFuture<Acknowledgement> append(
      PartitionId partition,
      long epoch,
      int records,
      ByteBuffer head,
      ByteBuffer payload,
      Durability durability,
      @Nullable Chain chain) {
    int bytes = head.remaining() + payload.remaining();
    check(records, bytes, durability);
    CompletableFuture<Acknowledgement> answer = new CompletableFuture<>();
    long before = waitingBytes.getAndAdd(bytes);
    if (before > 0 && before + bytes > settings.waitingBytes()) {
      waitingBytes.addAndGet(-bytes);
      if (chain != null) {
        chain.breakOff();
      }
      answer.completeExceptionally(tooMuchWaits());
      return answer;
    }
    CompletableFuture<Acknowledgement> written = new CompletableFuture<>();
    var _ = written.whenComplete((done, failure) -> answer(answer, bytes, done, failure));
    BatchDigest digest = BatchDigest.of(payload);
    writer.offer(
        new Append(partition, epoch, records, head, payload, digest, durability, chain, written));
    return answer;
  }

  private void answer(
      CompletableFuture<Acknowledgement> answer,
      int bytes,
      @Nullable Acknowledgement done,
      @Nullable Throwable failure) {
    waitingBytes.addAndGet(-bytes);
    if (failure == null) {
      answer.complete(done);
    } else {
      answer.completeExceptionally(failure);
    }
  }

  private void check(int records, int bytes, Durability durability) {
    if (records < 1) {
      throw OptimaException.invalid("a batch of %d records cannot be appended", records);
    }
    if (bytes > settings.largestPayload()) {
      throw OptimaException.invalid(
          "a batch of %d bytes does not fit in a segment of the journal: %d is the most",
          bytes, settings.largestPayload());
    }
    if (durability == Durability.OBJECT && !hasObjects) {
      throw OptimaException.invalid("this journal has no object store for durability 'object'");
    }
  }

  private OptimaException tooMuchWaits() {
    return OptimaException.of(
        ErrorCode.RESOURCE_EXHAUSTED,
        "%d bytes wait for journal %s: wait for acknowledgements before sending more",
        waitingBytes.get(),
        files.place());
  }

  /**
   * Completes when every {@link Durability#OBJECT} batch that was answered, or would have been but
   * for the object store, is in there; UNAVAILABLE when the store does not take them.
   */
  public CompletableFuture<Void> mirrored() {
    return writer.mirrored();
  }

  /** Refuses epochs of the partition older than this one, durably; CONFLICT when it is older. */
  public CompletableFuture<Void> fence(PartitionId partition, long epoch) {
    return control(FrameKind.FENCE, partition, epoch, 0);
  }

  /**
   * Takes a partition over that another node held: what this journal has of it is given up, and its
   * next record gets the offset. CONFLICT when a newer epoch is known.
   */
  public CompletableFuture<Void> begin(PartitionId partition, long epoch, long offset) {
    if (offset < 0) {
      throw OptimaException.invalid("offset %d of partition %s is negative", offset, partition);
    }
    return control(FrameKind.BEGIN, partition, epoch, offset);
  }

  /**
   * Says that records below the offset are kept elsewhere: they cannot be read here any more, and
   * segments in which nothing else is are deleted. INVALID_ARGUMENT beyond the end.
   */
  public CompletableFuture<Void> release(PartitionId partition, long offset) {
    return control(FrameKind.RELEASE, partition, 0, offset);
  }

  private CompletableFuture<Void> control(
      FrameKind kind, PartitionId partition, long epoch, long offset) {
    CompletableFuture<Void> answer = new CompletableFuture<>();
    writer.offer(new Control(kind, partition, epoch, offset, answer));
    return answer;
  }

  /**
   * Durable batches from the one that has the offset on, in order and without a gap: at least one,
   * then more until their payloads have {@code maxBytes}. Empty at the durable end. Batches for the
   * object store are not to be seen before they are in there.
   *
   * @throws OptimaException NOT_FOUND when the partition is unknown or the offset was released,
   *     INVALID_ARGUMENT beyond the end, CORRUPT when the stored bytes were damaged
   */
  public List<Batch> read(PartitionId partition, long offset, int maxBytes) {
    return JournalReader.read(files.place(), state, partition, offset, maxBytes);
  }

  /**
   * Completes with the durable end once that is beyond the offset; UNAVAILABLE when the journal is
   * fenced or closed first. One who does not care any more cancels it.
   */
  public CompletableFuture<Long> await(PartitionId partition, long offset) {
    CompletableFuture<Long> end = state.partition(partition).await(offset);
    OptimaException over = writer.over();
    if (over != null) {
      end.completeExceptionally(over);
    }
    return end;
  }

  /** What is held of the partition; empty when it was never heard of. */
  public Optional<PartitionOffsets> offsets(PartitionId partition) {
    return Optional.ofNullable(state.partitions().get(partition)).map(Partition::offsets);
  }

  /** What tells this journal from every other; the same each time it is opened. */
  public UUID id() {
    return state.journal();
  }

  public Set<PartitionId> partitions() {
    return Set.copyOf(state.partitions().keySet());
  }

  /** Groups synced since the journal was opened: each was one write and one sync. */
  public long groups() {
    return writer.groups();
  }

  /** Completes with the reason when the journal fences itself; its node must stop then. */
  public CompletableFuture<OptimaException> fenced() {
    return writer.fenced().copy();
  }

  /** Writes what was appended before, and a checkpoint. */
  @Override
  public void close() {
    writer.close();
    close(files);
  }
}
