package io.optima.identity;

import io.optima.model.ContentId;
import io.optima.model.ErrorCode;
import io.optima.model.OptimaException;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/** A proof's digests, completed by those that the reader computed, against the content id. */
final class ProofCheck {
  private final RangeProof proof;
  private final ContentId expected;
  private final int width;
  private final byte[][] leaves;
  private final boolean[][] known;

  ProofCheck(RangeProof proof, ContentId expected) {
    this.proof = proof;
    this.expected = expected;
    this.width = expected.algorithm().bytes();
    int columns = proof.schema().fields().size();
    this.leaves = new byte[proof.leaves().size()][columns * width];
    this.known = new boolean[proof.leaves().size()][columns];
    checkShape();
    for (int leaf = 0; leaf < leaves.length; leaf++) {
      take(leaf, proof.leaves().get(leaf).columnDigests());
    }
  }

  private void checkShape() {
    require(proof.algorithm() == expected.algorithm(), "it has another digest algorithm");
    require(
        proof.rows() >= 0 && proof.rows() <= (long) Integer.MAX_VALUE * LeafRange.LEAF_ROWS,
        "its number of rows is impossible");
    require(
        proof.firstLeaf() >= 0 && proof.range().end() <= LeafRange.leaves(proof.rows()),
        "it has leaves that the table does not have");
    proof.path().forEach(digest -> require(digest.length == width, "a digest is cut"));
  }

  private void take(int leaf, List<byte[]> digests) {
    require(digests.size() == known[leaf].length, "a leaf lacks a column");
    for (int column = 0; column < digests.size(); column++) {
      byte[] digest = digests.get(column);
      require(digest.length == 0 || digest.length == width, "a digest is cut");
      if (digest.length > 0) {
        fill(leaf, column, digest);
      }
    }
  }

  /** Sets a digest that the reader computed; leaves count from the first of the proof. */
  void fill(int leaf, int column, byte[] digest) {
    System.arraycopy(digest, 0, leaves[leaf], column * width, width);
    known[leaf][column] = true;
  }

  byte[] digest(int leaf, int column) {
    return Arrays.copyOfRange(leaves[leaf], column * width, (column + 1) * width);
  }

  LeafRange range() {
    return proof.range();
  }

  /** Rows of the range. */
  long rows() {
    return proof.range().rows(proof.rows());
  }

  /**
   * Returns if all digests together make the content id.
   *
   * @throws OptimaException CORRUPT when they do not
   */
  void require() {
    Iterator<byte[]> path = proof.path().iterator();
    byte[] root;
    try {
      root =
          new MerkleTree(expected.algorithm())
              .root(LeafRange.leaves(proof.rows()), this::leafHash, range(), path);
    } catch (NoSuchElementException e) {
      throw refused("it has digests too few", e);
    }
    require(!path.hasNext(), "it has digests too many");
    ContentId actual = TableIdentity.id(expected.algorithm(), proof.schema(), proof.rows(), root);
    require(actual.equals(expected), "together with the rows it makes " + actual);
  }

  private byte[] leafHash(int leaf) {
    int inProof = leaf - proof.firstLeaf();
    for (boolean column : known[inProof]) {
      require(column, "it lacks the digest of a column that is not read");
    }
    long rows = Math.min(LeafRange.LEAF_ROWS, proof.rows() - (long) leaf * LeafRange.LEAF_ROWS);
    return LeafIndex.leafHash(expected.algorithm(), (int) rows, leaves[inProof]);
  }

  private void require(boolean holds, String otherwise) {
    if (!holds) {
      throw refused(otherwise, null);
    }
  }

  private OptimaException refused(String why, @Nullable Throwable cause) {
    return new OptimaException(
        ErrorCode.CORRUPT, "the proof is not one of " + expected + ": " + why, cause);
  }
}
