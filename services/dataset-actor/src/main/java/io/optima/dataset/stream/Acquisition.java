package io.optima.dataset.stream;

import io.optima.log.Acknowledgement;
import io.optima.log.Batch;
import io.optima.log.Journal;
import io.optima.log.ObjectTails;
import io.optima.log.PartitionId;
import io.optima.log.PartitionOffsets;
import io.optima.model.ChunkDigest;
import io.optima.model.ErrorCode;
import io.optima.model.OptimaException;
import io.optima.model.stream.Durability;
import io.optima.model.stream.NodeRef;
import io.optima.model.stream.PartitionEntry;
import io.optima.model.stream.PartitionEntry.Change;
import io.optima.model.stream.PartitionEntry.Mirror;
import io.optima.model.stream.PartitionRef;
import io.optima.model.stream.Partitions;
import io.optima.model.stream.Partitions.Lease;
import io.optima.model.stream.Partitions.Seal;
import io.optima.model.stream.SealedManifest.ProducerState;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Becoming the holder of partitions. */
final class Acquisition {
  private static final Logger log = LoggerFactory.getLogger(Acquisition.class);
  private static final int READ_BYTES = 4 << 20;

  private final Journal journal;
  private final NodeRef node;
  private final Partitions partitions;
  private final StreamCatalog streams;
  private final SealedParts parts;
  private final ObjectTails tails;
  private final NodeSettings settings;
  private final Clock clock;
  private final Ticker ticker;

  Acquisition(
      Journal journal,
      NodeRef node,
      Partitions partitions,
      StreamCatalog streams,
      SealedParts parts,
      ObjectTails tails,
      NodeSettings settings,
      Clock clock,
      Ticker ticker) {
    this.journal = journal;
    this.node = node;
    this.partitions = partitions;
    this.streams = streams;
    this.parts = parts;
    this.tails = tails;
    this.settings = settings;
    this.clock = clock;
    this.ticker = ticker;
  }

  /** Takes a lease and brings the journal, and what is known of producers, to where it begins. */
  HeldPartition acquire(PartitionRef ref) {
    StreamInfo stream = streams.stream(ref.stream());
    long sent = ticker.nanos();
    Lease lease = partitions.acquire(ref, node);
    long granted = ticker.nanos();
    PartitionEntry entry = lease.entry();
    LeaseTerm term = new LeaseTerm(ref, ticker, sent, lease.duration());
    PartitionId id = new PartitionId(entry.stream(), ref.number());
    awaitOthers(lease, granted, term);
    if (entry.moves()) {
      entry = move(id, entry, term);
    } else {
      takeOver(id, entry);
    }
    Producers producers = new Producers();
    Positions positions = new Positions();
    ChunkDigest manifest = entry.manifest();
    if (manifest != null) {
      List<ProducerState> states = parts.read(manifest).producers();
      producers.recall(states);
      positions.recall(states);
    }
    long tail = recallTail(id, entry.end(), producers, positions);
    Backlog backlog = new Backlog(tail, settings.backlogBytes());
    return new HeldPartition(
        journal, entry, term, stream, producers, positions, backlog, clock, ticker);
  }

  /**
   * What the journal has from the sealed end on is the partition's tail: nobody else gets a
   * partition whose tail is here. When it has less, another node went on in between.
   */
  private void takeOver(PartitionId id, PartitionEntry entry) {
    Optional<PartitionOffsets> known = journal.offsets(id);
    long begin = known.map(PartitionOffsets::begin).orElse(0L);
    long end = known.map(PartitionOffsets::end).orElse(0L);
    if (end <= entry.end()) {
      Futures.join(journal.begin(id, entry.epoch(), entry.end()));
      return;
    }
    if (begin > entry.end()) {
      throw OptimaException.of(
          ErrorCode.CORRUPT,
          "records %d to %d of %s are neither sealed nor in this node's journal: its commit log"
              + " went back",
          entry.end(),
          begin - 1,
          entry.partition());
    }
    Futures.join(journal.fence(id, entry.epoch()));
    Futures.join(journal.release(id, entry.end()));
  }

  /**
   * Copies what was acknowledged from journal objects into this journal and its objects, then says
   * so: from that entry on, nobody looks at the others any more. When this fails midway, the next
   * holder begins again with the others.
   */
  private PartitionEntry move(PartitionId id, PartitionEntry entry, LeaseTerm term) {
    Mirror from = Objects.requireNonNull(entry.mirror());
    Futures.join(journal.fence(id, entry.epoch()));
    Futures.join(journal.mirrored());
    Futures.join(journal.begin(id, entry.epoch(), entry.end()));
    long end =
        tails.read(
            from.journal(),
            id,
            from.epoch(),
            entry.end(),
            batches -> {
              copy(batches, entry.epoch());
              if (term.takeRenewal()) {
                prolong(entry, term);
              }
            });
    term.require();
    log.info(
        "{}: {} records from {} on were taken over from objects of journal {}",
        entry.partition(),
        end - entry.end(),
        entry.end(),
        from.journal());
    return partitions.seal(
        entry.partition(),
        new Seal(
            entry.epoch(),
            entry.sequence(),
            Change.MOVED,
            entry.manifest(),
            entry.begin(),
            entry.end(),
            entry.bytes()));
  }

  private void copy(List<Batch> batches, long epoch) {
    List<CompletableFuture<Acknowledgement>> answers = new ArrayList<>();
    for (Batch batch : batches) {
      answers.add(
          journal.append(
              batch.partition(), epoch, batch.records(), batch.payload(), Durability.OBJECT));
    }
    for (int i = 0; i < batches.size(); i++) {
      long first = Futures.join(answers.get(i)).firstOffset();
      if (first != batches.get(i).firstOffset()) {
        throw new IllegalStateException(
            "offset %d became %d".formatted(batches.get(i).firstOffset(), first));
      }
    }
  }

  private long recallTail(PartitionId id, long offset, Producers producers, Positions positions) {
    long bytes = 0;
    long next = offset;
    for (List<StoredBatch> some = read(id, next); !some.isEmpty(); some = read(id, next)) {
      for (StoredBatch batch : some) {
        producers.recall(batch);
        positions.recall(batch);
        bytes += batch.journalBytes();
        next = batch.end();
      }
    }
    return bytes;
  }

  private List<StoredBatch> read(PartitionId id, long offset) {
    return journal.read(id, offset, READ_BYTES).stream().map(StoredBatch::of).toList();
  }

  /** Until then another node may still believe that it is the holder. */
  private void awaitOthers(Lease lease, long grantedNanos, LeaseTerm term) {
    Duration left = lease.from().minusNanos(ticker.nanos() - grantedNanos);
    try {
      while (left.isPositive()) {
        Duration third = lease.duration().dividedBy(3);
        ticker.pause(left.compareTo(third) < 0 ? left : third);
        prolong(lease.entry(), term);
        left = lease.from().minusNanos(ticker.nanos() - grantedNanos);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new OptimaException(ErrorCode.CANCELLED, "waiting for a partition was ended", e);
    }
  }

  /** Asks for the rest of the lease again. */
  void prolong(PartitionEntry entry, LeaseTerm term) {
    long sent = ticker.nanos();
    Lease renewed = partitions.renew(entry.partition(), entry.epoch());
    term.prolong(sent, renewed.duration());
  }
}
