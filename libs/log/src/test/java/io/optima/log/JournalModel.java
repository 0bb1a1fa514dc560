package io.optima.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.optima.log.Command.Append;
import io.optima.model.ErrorCode;
import io.optima.model.OptimaException;
import io.optima.model.stream.Durability;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** What publishers of one partition sent, were told and may therefore expect. */
final class JournalModel {
  private enum Fate {
    WAITING,
    /** Acknowledged or read: it has to stay. */
    KEPT,
    /** Failed without telling, as in a crash: there or not until the next look. */
    UNKNOWN,
    /** Refused for good, or found missing: must never be there. */
    GONE
  }

  private static final class Sent {
    private final int number;
    private final BatchDigest digest;
    private final int records;
    private Fate fate = Fate.WAITING;
    private long offset = -1;

    Sent(int number, BatchDigest digest, int records) {
      this.number = number;
      this.digest = digest;
      this.records = records;
    }
  }

  final PartitionId id;
  private final List<Sent> sent = new ArrayList<>();
  private final Map<BatchDigest, Sent> byDigest = new HashMap<>();
  long epoch;
  private long fenced;
  private long releaseAsked;
  private long keptEnd;

  JournalModel(PartitionId id) {
    this.id = id;
  }

  long keptEnd() {
    return keptEnd;
  }

  void releaseAsked(long offset) {
    releaseAsked = Math.max(releaseAsked, offset);
  }

  void fence(CompletableFuture<Void> answer, long newEpoch) {
    epoch = newEpoch;
    var _ = answer.thenRun(() -> fenced = Math.max(fenced, newEpoch));
  }

  /** A batch whose bytes are unlike those of all others. */
  Append append(RandomGenerator random, int bytes, long underEpoch) {
    byte[] payload = new byte[8 + bytes];
    random.nextBytes(payload);
    ByteBuffer.wrap(payload).putInt(0, sent.size()).putInt(4, id.number());
    Sent one =
        new Sent(sent.size(), BatchDigest.of(ByteBuffer.wrap(payload)), 1 + random.nextInt(9));
    sent.add(one);
    byDigest.put(one.digest, one);
    CompletableFuture<Acknowledgement> answer = new CompletableFuture<>();
    var _ = answer.whenComplete((acknowledged, failure) -> answered(one, acknowledged, failure));
    return new Append(
        id,
        underEpoch,
        one.records,
        ByteBuffer.allocate(0),
        ByteBuffer.wrap(payload),
        one.digest,
        Durability.FSYNC,
        null,
        answer);
  }

  private void answered(
      Sent one, @Nullable Acknowledgement acknowledged, @Nullable Throwable failure) {
    if (acknowledged != null) {
      assertThat(acknowledged.digest()).isEqualTo(one.digest);
      assertThat(acknowledged.lastOffset() - acknowledged.firstOffset() + 1).isEqualTo(one.records);
      keep(one, acknowledged.firstOffset());
    } else {
      assertThat(failure).isInstanceOf(OptimaException.class);
      boolean certain = failure instanceof OptimaException e && e.code() != ErrorCode.UNAVAILABLE;
      one.fate = certain ? Fate.GONE : Fate.UNKNOWN;
    }
  }

  private void keep(Sent one, long offset) {
    assertThat(one.fate).as("fate of batch %d of %s", one.number, id).isNotEqualTo(Fate.GONE);
    assertThat(one.offset).as("offset of batch %d of %s", one.number, id).isIn(-1L, offset);
    one.fate = Fate.KEPT;
    one.offset = offset;
    keptEnd = Math.max(keptEnd, offset + one.records);
  }

  /** What a reader sees is what was sent, where it was acknowledged, and stays. */
  void read(List<Batch> batches) {
    int before = -1;
    long next = -1;
    for (Batch batch : batches) {
      Sent one = byDigest.get(BatchDigest.of(batch.payload()));
      assertThat(one).as("batch at %d of %s was sent", batch.firstOffset(), id).isNotNull();
      if (one == null) {
        return;
      }
      assertThat(next).as("offset follows").isIn(-1L, batch.firstOffset());
      assertThat(one.number).as("order of sending").isGreaterThan(before);
      assertThat(batch.records()).isEqualTo(one.records);
      keep(one, batch.firstOffset());
      before = one.number;
      next = batch.lastOffset() + 1;
    }
  }

  /** The journal stopped without answering. */
  void crash() {
    sent.stream().filter(one -> one.fate == Fate.WAITING).forEach(one -> one.fate = Fate.UNKNOWN);
  }

  /** Everything there is, after a recovery. */
  void recovered(@Nullable PartitionOffsets offsets, List<Batch> all) {
    long begin = offsets == null ? 0 : offsets.begin();
    long end = offsets == null ? 0 : offsets.end();
    assertThat(begin).as("released only what was asked").isLessThanOrEqualTo(releaseAsked);
    assertThat(end).as("acknowledged records of %s survive", id).isGreaterThanOrEqualTo(keptEnd);
    assertThat(offsets == null ? 0 : offsets.epoch()).isGreaterThanOrEqualTo(fenced);
    read(all);
    if (end > begin) {
      assertThat(all.getFirst().firstOffset()).isLessThanOrEqualTo(begin);
      assertThat(all.getLast().lastOffset()).isEqualTo(end - 1);
    }
    sent.stream().filter(one -> one.fate == Fate.UNKNOWN).forEach(one -> one.fate = Fate.GONE);
  }
}
