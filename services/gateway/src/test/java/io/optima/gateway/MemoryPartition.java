package io.optima.gateway;

import com.google.protobuf.ByteString;
import io.optima.gateway.stream.PartitionNodes.Stored;
import io.optima.identity.Peaks;
import io.optima.identity.RecordDigest;
import io.optima.model.ChunkDigest;
import io.optima.model.DigestAlgorithm;
import io.optima.model.stream.NodeRef;
import io.optima.model.stream.PartitionEntry;
import io.optima.model.stream.PartitionEntry.Change;
import io.optima.model.stream.PartitionRef;
import io.optima.model.stream.SealedManifest;
import io.optima.model.stream.StreamRecord;
import io.optima.node.v1.AppendRequest;
import io.optima.node.v1.AppendResponse;
import io.optima.node.v1.Failure;
import io.optima.node.v1.OffsetsResponse;
import io.optima.node.v1.SourceStep;
import io.optima.node.v1.TailResponse;
import io.optima.store.PublishSession;
import io.optima.store.Store;
import io.optima.v1.Durability;
import io.optima.v1.PublishBatchResponse;
import io.optima.v1.Record;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A partition in memory; its commits are in the store. */
public final class MemoryPartition {
  /** When everything was appended. */
  public static final long APPENDED = 1_700_000_000_000_000L;

  private final PartitionRef ref;
  private final Store store;
  private final MemoryChunks chunks;
  private final List<Stored> batches = new ArrayList<>();
  private final Map<ByteString, AppendResponse> producers = new HashMap<>();
  private final Map<ByteString, String> positions = new HashMap<>();
  private final List<Durability> asked = new ArrayList<>();
  private @Nullable PartitionEntry state;
  private int node;
  private long released;
  private boolean held;

  MemoryPartition(PartitionRef ref, Store store, MemoryChunks chunks) {
    this.chunks = chunks;
    this.ref = ref;
    this.store = store;
  }

  synchronized int node() {
    return node;
  }

  /** The other node takes it over. */
  public synchronized void move() {
    node = 1 - node;
    notifyAll();
  }

  /** Batches that come are neither stored nor answered until this is over. */
  public synchronized void hold(boolean on) {
    held = on;
    notifyAll();
  }

  synchronized void awaitOpen() {
    while (held) {
      awaitChange();
    }
  }

  @SuppressWarnings("WaitNotInLoop") // callers loop
  synchronized void awaitChange() {
    try {
      wait(1000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  synchronized long end() {
    return batches.isEmpty() ? 0 : batches.getLast().end();
  }

  /** What was asked for, batch after batch. */
  public synchronized List<Durability> asked() {
    return List.copyOf(asked);
  }

  /** Offset behind what the journal has given up. */
  synchronized long released() {
    return released;
  }

  synchronized AppendResponse append(AppendRequest request, NodeRef holder) {
    if (state == null) {
      open(holder);
    }
    ByteString batch =
        request.getProducer().concat(ByteString.copyFromUtf8("/" + request.getSequence()));
    if (request.hasStep() && !isNext(request.getStep())) {
      return AppendResponse.newBuilder()
          .setFailure(Failure.newBuilder().setCode("FAILED_PRECONDITION").setMessage("elsewhere"))
          .build();
    }
    AppendResponse before = producers.get(batch);
    if (before != null) {
      PublishBatchResponse repeated = before.getAppended().toBuilder().setRepeated(true).build();
      return AppendResponse.newBuilder().setAppended(repeated).build();
    }
    Stored stored =
        new Stored(ref.number(), end(), request.getCount(), request.getRecords(), APPENDED);
    batches.add(stored);
    asked.add(request.getDurability());
    AppendResponse answer = answer(stored, request.getDurability());
    if (request.hasStep()) {
      positions.put(request.getStep().getSource(), request.getStep().getAfter());
    }
    if (!request.getProducer().isEmpty()) {
      producers.put(batch, answer);
    }
    notifyAll();
    return answer;
  }

  private boolean isNext(SourceStep step) {
    String position = positions.get(step.getSource());
    return Objects.equals(position, step.hasBefore() ? step.getBefore() : null);
  }

  synchronized Optional<String> position(ByteString source) {
    return Optional.ofNullable(positions.get(source));
  }

  private static AppendResponse answer(Stored stored, Durability durability) {
    return AppendResponse.newBuilder()
        .setAppended(
            PublishBatchResponse.newBuilder()
                .setPartition(stored.partition())
                .setFirstOffset(stored.firstOffset())
                .setLastOffset(stored.end() - 1)
                .setDigest(ByteString.copyFromUtf8("digest"))
                .setDurability(durability))
        .build();
  }

  private void open(NodeRef holder) {
    UUID stream =
        Objects.requireNonNull(store.datasets().head(ref.stream()).orElseThrow().stream()).id();
    commit(
        new PartitionEntry(1, Change.OPENED, ref, stream, 1, holder, 0, 0, null, 0, Instant.EPOCH));
  }

  private void commit(PartitionEntry entry) {
    store.partitions().append(entry);
    state = entry;
  }

  synchronized Optional<TailResponse> tail(long offset) {
    return batches.stream()
        .filter(batch -> batch.end() > offset)
        .findFirst()
        .map(
            batch ->
                TailResponse.newBuilder()
                    .setFirstOffset(batch.firstOffset())
                    .setCount(batch.count())
                    .setRecords(batch.records())
                    .setAppended(batch.appended())
                    .build());
  }

  synchronized OffsetsResponse offsets() {
    long begin = state == null ? 0 : state.begin();
    long sealed = state == null ? 0 : state.end();
    return OffsetsResponse.newBuilder()
        .setBegin(begin)
        .setSealed(sealed)
        .setEnd(end())
        .setEpoch(state == null ? 0 : state.epoch())
        .build();
  }

  /** Everything becomes sealed, and the journal gives it up. */
  public synchronized void seal() {
    PartitionEntry last = Objects.requireNonNull(state);
    released = end();
    try (PublishSession session = store.publish()) {
      commit(
          last, Change.SEALED, last.begin(), chunks.seal(session, last, sealed(last.end(), end())));
    }
  }

  /** Records before the offset are dropped; the manifest lists no chunks then. */
  public synchronized void drop(long before) {
    PartitionEntry last = Objects.requireNonNull(state);
    SealedManifest manifest =
        new SealedManifest(
            SealedManifest.FORMAT,
            last.stream(),
            ref.number(),
            null,
            before,
            end(),
            "",
            Base64.getEncoder().encodeToString(peaks().encode()),
            List.of(),
            List.of());
    try (PublishSession session = store.publish()) {
      commit(last, Change.TRUNCATED, before, store.partitions().write(session, manifest));
    }
  }

  private void commit(PartitionEntry last, Change change, long begin, ChunkDigest manifest) {
    commit(
        new PartitionEntry(
            last.sequence() + 1,
            change,
            ref,
            last.stream(),
            last.epoch(),
            last.holder(),
            begin,
            end(),
            manifest,
            1,
            Instant.EPOCH));
    notifyAll();
  }

  /** Peaks of everything that was ever appended. */
  public synchronized Peaks peaks() {
    RecordDigest digest = new RecordDigest(DigestAlgorithm.SHA256);
    List<byte[]> digests = new ArrayList<>();
    for (Stored batch : batches) {
      MemoryNodes.parse(batch.records()).getRecordsList().stream()
          .map(MemoryPartition::record)
          .forEach(record -> digests.add(digest.of(record)));
    }
    return Peaks.of(DigestAlgorithm.SHA256, 0, digests);
  }

  private static StreamRecord record(Record record) {
    return new StreamRecord(APPENDED, null, record.getValue().toByteArray(), List.of());
  }

  synchronized List<Stored> sealed(long from, long until) {
    return batches.stream()
        .filter(batch -> batch.end() > from && batch.firstOffset() < until)
        .toList();
  }
}
