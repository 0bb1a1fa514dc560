package io.optima.client;

import io.optima.identity.LeafRange;
import io.optima.identity.RangeVerifier;
import io.optima.model.ContentId;
import io.optima.model.ErrorCode;
import io.optima.model.OptimaException;
import io.optima.v1.ProveRequest;
import io.optima.v1.RowRange;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.arrow.vector.util.TransferPair;
import org.jspecify.annotations.Nullable;

/**
 * Rows that are handed out only when they are proven. The range asked for is read from the
 * beginning of its first leaf to the end of its last one, because whole leaves are digested; rows
 * beside the range are dropped. Holds about two leaves of 65,536 rows.
 */
public final class VerifiedRows implements RowStream {
  /** Digests in one proof: about two megabytes of them. */
  private static final int DIGESTS_PER_PROOF = 65_536;

  private final Source source;
  private final Request request;
  private final LeafRange leaves;
  private final long first;
  private final long end;
  private final RowStream unproven;
  private final Deque<Waiting> waiting = new ArrayDeque<>();
  private final VectorSchemaRoot empty;
  private @Nullable RangeVerifier verifier;
  private long received;
  private long proven;
  private @Nullable VectorSchemaRoot current;

  /** Where rows and proofs come from. */
  record Source(DatasetClient datasets, Rows rows, BufferAllocator allocator) {}

  /** What is asked for; {@code rows} are those of the whole version. */
  record Request(
      String pinned, ContentId trusted, List<String> columns, long offset, long limit, long rows) {}

  /** A batch that may not be handed out before {@code end} rows are proven. */
  private record Waiting(VectorSchemaRoot batch, long start, long end) {}

  private VerifiedRows(Source source, Request request, LeafRange leaves) {
    this.source = source;
    this.request = request;
    this.leaves = leaves;
    this.first = leaves.firstRow();
    this.end = first + leaves.rows(request.rows());
    this.received = first;
    this.proven = first;
    this.unproven =
        leaves.count() == 0
            ? source.rows().read(request.pinned(), request.columns(), request.rows(), 1)
            : source.rows().read(request.pinned(), request.columns(), first, end - first);
    this.empty = VectorSchemaRoot.create(unproven.schema(), source.allocator());
  }

  static VerifiedRows open(Source source, Request request) {
    LeafRange leaves = LeafRange.covering(request.offset(), request.limit(), request.rows());
    VerifiedRows rows = new VerifiedRows(source, request, leaves);
    try {
      rows.nextVerifier();
      return rows;
    } catch (RuntimeException e) {
      rows.close();
      throw e;
    }
  }

  /** The id that the rows are proven against. */
  public ContentId content() {
    return request.trusted();
  }

  @Override
  public Schema schema() {
    return unproven.schema();
  }

  @Override
  public boolean next() {
    release();
    while (true) {
      while (!waiting.isEmpty() && waiting.peek().end() <= proven) {
        if (handOut(waiting.remove())) {
          return true;
        }
      }
      if (!receive()) {
        return false;
      }
    }
  }

  /** Makes the part of the batch that was asked for the current one. */
  private boolean handOut(Waiting next) {
    long wantedEnd = request.limit() == 0 ? end : Math.min(end, request.offset() + request.limit());
    int from = (int) Math.max(0, request.offset() - next.start());
    int to = (int) Math.min(next.batch().getRowCount(), wantedEnd - next.start());
    if (to <= from) {
      next.batch().close();
      return false;
    }
    if (to - from == next.batch().getRowCount()) {
      current = next.batch();
    } else {
      current = next.batch().slice(from, to - from);
      next.batch().close();
    }
    return true;
  }

  private boolean receive() {
    if (!unproven.next()) {
      if (received != end || !waiting.isEmpty()) {
        throw missing();
      }
      return false;
    }
    VectorSchemaRoot batch = unproven.rows();
    verify(batch);
    waiting.add(new Waiting(kept(batch), received - batch.getRowCount(), received));
    return true;
  }

  /** The batch in vectors of its own: the stream uses its own again for the next one. */
  private static VectorSchemaRoot kept(VectorSchemaRoot batch) {
    List<FieldVector> vectors = new ArrayList<>();
    for (FieldVector vector : batch.getFieldVectors()) {
      TransferPair pair = vector.getTransferPair(vector.getAllocator());
      pair.splitAndTransfer(0, batch.getRowCount());
      vectors.add((FieldVector) pair.getTo());
    }
    return new VectorSchemaRoot(batch.getSchema().getFields(), vectors, batch.getRowCount());
  }

  private void verify(VectorSchemaRoot batch) {
    int done = 0;
    while (done < batch.getRowCount()) {
      RangeVerifier now = verifierFor(received);
      long left = now.firstRow() + now.rows() - received;
      int count = (int) Math.min(batch.getRowCount() - done, left);
      now.add(batch, done, count);
      done += count;
      received += count;
      if (received == now.firstRow() + now.rows()) {
        now.finish();
      }
      proven = now.firstRow() + now.provenRows();
    }
  }

  private RangeVerifier verifierFor(long row) {
    RangeVerifier now = verifier;
    if (now == null || row >= now.firstRow() + now.rows()) {
      if (row >= end) {
        throw new OptimaException(
            ErrorCode.CORRUPT, "the server sent more rows than " + request.trusted() + " has");
      }
      now = nextVerifier();
    }
    return now;
  }

  /** Asks for the proof of the next leaves, as many as one message holds. */
  private RangeVerifier nextVerifier() {
    io.optima.v1.RangeProof proof = source.datasets().prove(proveRequest());
    RangeVerifier next = new RangeVerifier(Proofs.of(proof), request.trusted(), request.columns());
    if (leaves.count() > 0 && (next.firstRow() != received || next.rows() == 0)) {
      throw new OptimaException(ErrorCode.CORRUPT, "the server proved other rows than asked for");
    }
    verifier = next;
    return next;
  }

  private ProveRequest proveRequest() {
    int columns = Math.max(1, unproven.schema().getFields().size());
    long rows = (long) Math.max(1, DIGESTS_PER_PROOF / (columns * 16)) * LeafRange.LEAF_ROWS;
    RowRange.Builder range = RowRange.newBuilder().setOffset(received);
    range.setLimit(Math.max(1, Math.min(rows, end - received)));
    return ProveRequest.newBuilder()
        .setReference(request.pinned())
        .addAllColumns(request.columns())
        .setComplete(true)
        .setRows(range)
        .build();
  }

  private OptimaException missing() {
    return OptimaException.of(
        ErrorCode.CORRUPT,
        "the server sent rows up to %d, proven up to %d, instead of %d of %s",
        received,
        proven,
        end,
        request.trusted());
  }

  @Override
  public VectorSchemaRoot rows() {
    return current == null ? empty : current;
  }

  private void release() {
    if (current != null) {
      current.close();
      current = null;
    }
  }

  @Override
  public void close() {
    release();
    waiting.forEach(next -> next.batch().close());
    waiting.clear();
    empty.close();
    unproven.close();
  }
}
