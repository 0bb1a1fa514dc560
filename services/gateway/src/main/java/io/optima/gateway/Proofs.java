package io.optima.gateway;

import io.optima.identity.LeafIndex;
import io.optima.identity.LeafRange;
import io.optima.identity.RangeProof;
import io.optima.model.ChunkDigest;
import io.optima.model.DatasetRef;
import io.optima.model.ErrorCode;
import io.optima.model.OptimaException;
import io.optima.query.secure.SecuredRelation;
import io.optima.store.Store;
import java.util.List;

/** What convinces callers that they read what was published. */
public final class Proofs {
  private final Reads reads;
  private final Store store;

  public Proofs(Reads reads, Store store) {
    this.reads = reads;
    this.store = store;
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

  private LeafIndex leaves(SecuredRelation relation) {
    ChunkDigest leaves = store.manifests().read(relation.version().manifest()).leaves();
    if (leaves == null) {
      throw OptimaException.of(
          ErrorCode.CORRUPT, "the manifest of %s names no leaves", relation.version().content());
    }
    return LeafIndex.decode(store.chunks().get(leaves));
  }
}
