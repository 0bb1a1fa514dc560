package io.optima.gateway.stream;

import io.optima.gateway.stream.PartitionNodes.Stored;
import io.optima.model.ErrorCode;
import io.optima.model.OptimaException;
import io.optima.model.stream.PartitionRef;
import io.optima.model.stream.StreamSettings;
import io.optima.query.stream.TailBatch;
import io.optima.query.stream.Tails;
import io.optima.store.PartitionLog;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;

/** Tails of partitions for whoever reads streams as tables: from nodes, and from brokers. */
public final class NodeTails implements Tails {
  private final PartitionLog log;
  private final PartitionNodes nodes;
  private final Backends backends;

  public NodeTails(PartitionLog log, PartitionNodes nodes, Backends backends) {
    this.log = log;
    this.nodes = nodes;
    this.backends = backends;
  }

  @Override
  public int partitions(StreamSettings settings) {
    return backends.of(settings).partitions(settings);
  }

  @Override
  public Tail topic(StreamSettings settings, PartitionRef partition, long from) {
    RecordSource source = backends.of(settings).source(partition);
    return new NodeTail(source.tail(Math.max(from, source.tailBegin()), false));
  }

  @Override
  public Tail open(PartitionRef partition, long from) {
    return log.head(partition).isEmpty()
        ? new Tail.Listed(List.<TailBatch>of().iterator())
        : PartitionReader.patiently(() -> new NodeTail(nodes.tail(partition, from, false)));
  }

  /** Looks one batch ahead, so that a partition that moves is noticed before anything is read. */
  private static final class NodeTail implements Tail {
    private final PartitionNodes.Tail tail;
    private Optional<Stored> next;

    NodeTail(PartitionNodes.Tail tail) {
      this.tail = tail;
      this.next = first(tail);
    }

    private static Optional<Stored> first(PartitionNodes.Tail tail) {
      try {
        return following(tail);
      } catch (OptimaException e) {
        tail.close();
        if (e.code() == ErrorCode.NOT_FOUND) {
          return Optional.empty(); // sealed since
        }
        throw e;
      }
    }

    /** Gaps are passed. */
    private static Optional<Stored> following(PartitionNodes.Tail tail) {
      Optional<Stored> read = tail.next();
      while (read.isPresent() && read.get().count() == 0) {
        read = tail.next();
      }
      return read;
    }

    @Override
    public boolean hasNext() {
      return next.isPresent();
    }

    @Override
    public TailBatch next() {
      Stored batch = next.orElseThrow(NoSuchElementException::new);
      next = following(tail);
      return new TailBatch(
          batch.firstOffset(),
          batch.count(),
          batch.appended(),
          batch.records().asReadOnlyByteBuffer());
    }

    @Override
    public void close() {
      tail.close();
    }
  }
}
