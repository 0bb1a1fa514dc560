package io.optima.gateway;

import io.optima.identity.LeafIndex;
import io.optima.identity.LeafRange;
import io.optima.identity.RangeProof;
import io.optima.model.ChunkDigest;
import io.optima.model.DatasetRef;
import io.optima.model.ErrorCode;
import io.optima.model.OptimaException;
import io.optima.model.dataset.Kind;
import io.optima.query.publish.Verifier;
import io.optima.query.publish.VerifyResult;
import io.optima.query.secure.SecuredRelation;
import io.optima.store.Store;
import java.util.List;
import java.util.function.LongConsumer;

/** What convinces callers that they read what was published. */
public final class Proofs {
  private final Reads reads;
  private final Store store;
  private final Verifier verifier;

  public Proofs(Reads reads, Store store, Verifier verifier) {
    this.reads = reads;
    this.store = store;
    this.verifier = verifier;
  }

  /**
   * Proves a range of rows against the content id: all leaves that the range touches.
   *
   * @param columns those the caller reads; empty: all
   * @param limit rows; 0: to the end
   * @throws OptimaException FAILED_PRECONDITION when the version has no rows, INVALID_ARGUMENT when
   *     there is no such range or column
   */
  public RangeProof prove(
      Caller caller, DatasetRef reference, List<String> columns, long offset, long limit) {
    try (SecuredRelation relation = reads.openTable(caller, reference, "prove")) {
      long rows = relation.rows();
      return RangeProof.prove(
          relation.schema(), leaves(relation), LeafRange.covering(offset, limit, rows), columns);
    }
  }

  /**
   * The same with the digests of all columns, so that a reader can check each leaf when it has it.
   */
  public RangeProof proveLeaves(Caller caller, DatasetRef reference, long offset, long limit) {
    try (SecuredRelation relation = reads.openTable(caller, reference, "prove")) {
      LeafRange range = LeafRange.covering(offset, limit, relation.rows());
      return RangeProof.complete(relation.schema(), leaves(relation), range);
    }
  }

  private LeafIndex leaves(SecuredRelation relation) {
    ChunkDigest leaves = store.manifests().read(relation.version().manifest()).leaves();
    if (leaves == null) {
      throw OptimaException.of(
          ErrorCode.CORRUPT, "the manifest of %s names no leaves", relation.version().content());
    }
    return LeafIndex.decode(store.chunks().get(leaves));
  }

  /** Refuses a reference that the caller cannot read. */
  public void requireReadable(Caller caller, DatasetRef reference) {
    reads.look(caller, reference).close();
  }

  /**
   * Reads every stored byte of the version again, of a stream what is sealed; a difference is a
   * result, not an error.
   *
   * @param progress told the stored bytes that were read so far
   */
  public VerifyResult verify(Caller caller, DatasetRef reference, LongConsumer progress) {
    try (SecuredRelation relation = reads.open(caller, reference, "verify")) {
      if (relation.dataset().kind() == Kind.STREAM) {
        return verifier.verify(
            relation.dataset(), relation.version(), (rows, bytes) -> progress.accept(bytes));
      }
      DatasetRef pinned = DatasetRef.of(relation.dataset().dataset(), relation.version().number());
      return verifier.verify(pinned, (rows, bytes) -> progress.accept(bytes));
    }
  }
}
