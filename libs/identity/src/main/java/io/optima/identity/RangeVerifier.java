package io.optima.identity;

import io.optima.model.ContentId;
import io.optima.model.ErrorCode;
import io.optima.model.OptimaException;
import io.optima.model.schema.TableSchema;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.jspecify.annotations.Nullable;

/**
 * Checks rows as they are read against a content id that the reader trusts. Add all rows of the
 * proof's leaves, then call {@link #finish()}: only when that returns are the rows proven.
 */
public final class RangeVerifier {
  private final RangeProof proof;
  private final ContentId expected;
  private final List<Integer> columns;
  private final TableSchema schema;
  private final LeafDigests digests;

  /**
   * @param columns names of the columns that are read, in the order of the rows; none means all
   * @throws OptimaException CORRUPT when the proof cannot belong to the content id
   */
  public RangeVerifier(RangeProof proof, ContentId expected, List<String> columns) {
    this.proof = proof;
    this.expected = expected;
    require(proof.algorithm() == expected.algorithm(), "it has another digest algorithm");
    checkShape(proof);
    this.columns = RangeProof.positions(proof.schema(), columns);
    this.schema = new TableSchema(this.columns.stream().map(proof.schema().fields()::get).toList());
    this.digests = new LeafDigests(expected.algorithm(), schema);
  }

  private void checkShape(RangeProof proof) {
    require(proof.rows() >= 0 && proof.rows() <= maxRows(), "its number of rows is impossible");
    require(
        proof.firstLeaf() >= 0 && proof.range().end() <= LeafRange.leaves(proof.rows()),
        "it has leaves that the table does not have");
    int width = expected.algorithm().bytes();
    for (RangeProof.LeafProof leaf : proof.leaves()) {
      require(
          leaf.columnDigests().size() == proof.schema().fields().size(),
          "a leaf does not have one digest for each column");
      for (byte[] digest : leaf.columnDigests()) {
        require(digest.length == 0 || digest.length == width, "a digest has a wrong length");
      }
    }
    for (byte[] digest : proof.path()) {
      require(digest.length == width, "a digest has a wrong length");
    }
  }

  private static long maxRows() {
    return (long) Integer.MAX_VALUE * LeafRange.LEAF_ROWS;
  }

  /** Columns of the rows to add. */
  public TableSchema schema() {
    return schema;
  }

  /** Number of the first row to add. */
  public long firstRow() {
    return proof.range().firstRow();
  }

  /** How many rows to add. */
  public long rows() {
    return proof.range().rows(proof.rows());
  }

  /** Takes in the next rows, in canonical Arrow. */
  public void add(VectorSchemaRoot batch) {
    try {
      digests.add(batch);
    } catch (IllegalArgumentException | OptimaException e) {
      throw refused("the rows do not have the columns that were asked for", e);
    }
  }

  /**
   * Returns if the rows are those of the content id.
   *
   * @throws OptimaException CORRUPT when they are not
   */
  public void finish() {
    LeafIndex read = digests.finish();
    require(read.rows() == rows(), "there are " + read.rows() + " rows instead of " + rows());
    LeafRange range = proof.range();
    Iterator<byte[]> path = proof.path().iterator();
    byte[] root = root(read, range, path);
    require(!path.hasNext(), "the proof has digests too many");
    ContentId actual = TableIdentity.id(expected.algorithm(), proof.schema(), proof.rows(), root);
    require(actual.equals(expected), "together with the proof they are " + actual);
  }

  private byte[] root(LeafIndex read, LeafRange range, Iterator<byte[]> path) {
    try {
      return new MerkleTree(expected.algorithm())
          .root(
              LeafRange.leaves(proof.rows()),
              leaf -> leafHash(read, leaf - range.first()),
              range,
              path);
    } catch (NoSuchElementException e) {
      throw refused("the proof has digests too few", e);
    }
  }

  private byte[] leafHash(LeafIndex read, int leaf) {
    List<byte[]> all = new ArrayList<>(proof.leaves().get(leaf).columnDigests());
    for (int i = 0; i < columns.size(); i++) {
      all.set(columns.get(i), read.columnDigest(leaf, i));
    }
    byte[] joined = new byte[all.size() * expected.algorithm().bytes()];
    int at = 0;
    for (byte[] digest : all) {
      require(digest.length > 0, "the proof lacks the digest of a column that is not read");
      System.arraycopy(digest, 0, joined, at, digest.length);
      at += digest.length;
    }
    return LeafIndex.leafHash(expected.algorithm(), read.leafRows(leaf), joined);
  }

  private void require(boolean holds, String otherwise) {
    if (!holds) {
      throw refused(otherwise, null);
    }
  }

  private OptimaException refused(String why, @Nullable Throwable cause) {
    return new OptimaException(
        ErrorCode.CORRUPT, "the rows are not those of " + expected + ": " + why, cause);
  }
}
