package io.optima.gateway.stream;

import io.optima.gateway.stream.PartitionNodes.Stored;
import io.optima.model.ErrorCode;
import io.optima.model.OptimaException;
import io.optima.model.stream.PartitionRef;
import io.optima.query.stream.TailBatch;
import io.optima.query.stream.Tails;
import io.optima.store.PartitionLog;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;

/** Tails of partitions for whoever reads streams as tables: from the nodes that hold them. */
public final class NodeTails implements Tails {
  private final PartitionLog log;
  private final PartitionNodes nodes;

  public NodeTails(PartitionLog log, PartitionNodes nodes) {
    this.log = log;
    this.nodes = nodes;
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
        return tail.next();
      } catch (OptimaException e) {
        tail.close();
        if (e.code() == ErrorCode.NOT_FOUND) {
          return Optional.empty(); // sealed since
        }
        throw e;
      }
    }

    @Override
    public boolean hasNext() {
      return next.isPresent();
    }

    @Override
    public TailBatch next() {
      Stored batch = next.orElseThrow(NoSuchElementException::new);
      next = tail.next();
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
