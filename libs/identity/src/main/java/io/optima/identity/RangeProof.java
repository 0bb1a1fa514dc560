package io.optima.identity;

import io.optima.model.ContentId;
import io.optima.model.DigestAlgorithm;
import io.optima.model.OptimaException;
import io.optima.model.Shown;
import io.optima.model.schema.TableSchema;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;

/**
 * What a reader needs, besides the rows it read, to compute the content id: digests of the columns
 * it did not read in the leaves of its range, and of the subtrees beside that range.
 *
 * @param rows of the whole table
 * @param firstLeaf number of the first leaf in the range
 * @param path digests of the subtrees beside the range, from left to right
 */
public record RangeProof(
    ContentId content,
    TableSchema schema,
    long rows,
    int firstLeaf,
    List<LeafProof> leaves,
    List<byte[]> path) {
  public RangeProof {
    leaves = List.copyOf(leaves);
    path = List.copyOf(path);
  }

  /**
   * One leaf of the range.
   *
   * @param columnDigests one for each column of the schema; empty where the reader computes it
   */
  public record LeafProof(int rows, List<byte[]> columnDigests) {
    public LeafProof {
      columnDigests = List.copyOf(columnDigests);
    }
  }

  /**
   * The proof for a reader of some leaves and columns.
   *
   * @param columns names of those the reader reads; none means all
   * @throws OptimaException INVALID_ARGUMENT when there is no such column
   */
  public static RangeProof prove(
      TableSchema schema, LeafIndex index, LeafRange range, List<String> columns) {
    return prove(schema, index, range, positions(schema, columns)::contains);
  }

  /**
   * The proof with the digests of all columns, for readers that want to check leaf by leaf while
   * they read.
   */
  public static RangeProof complete(TableSchema schema, LeafIndex index, LeafRange range) {
    return prove(schema, index, range, column -> false);
  }

  private static RangeProof prove(
      TableSchema schema, LeafIndex index, LeafRange range, IntPredicate read) {
    LeafRange inside = checked(range, index);
    List<LeafProof> leaves = new ArrayList<>();
    for (int leaf = inside.first(); leaf < inside.end(); leaf++) {
      leaves.add(leafProof(index, leaf, read));
    }
    List<byte[]> path =
        new MerkleTree(index.algorithm()).path(index.leaves(), index::leafHash, inside);
    ContentId id = TableIdentity.of(schema, index).id();
    return new RangeProof(id, schema, index.rows(), inside.first(), leaves, path);
  }

  private static LeafRange checked(LeafRange range, LeafIndex index) {
    if (range.end() > index.leaves()) {
      throw OptimaException.invalid(
          "leaf %d does not exist: the table has %d", range.end() - 1, index.leaves());
    }
    return range;
  }

  private static LeafProof leafProof(LeafIndex index, int leaf, IntPredicate read) {
    List<byte[]> digests = new ArrayList<>();
    for (int column = 0; column < index.columns(); column++) {
      digests.add(read.test(column) ? new byte[0] : index.columnDigest(leaf, column));
    }
    return new LeafProof(index.leafRows(leaf), digests);
  }

  /** Places of the named columns in the schema, in the order of the names; of all without names. */
  static List<Integer> positions(TableSchema schema, List<String> columns) {
    List<String> names = schema.names();
    return (columns.isEmpty() ? names : columns)
        .stream().map(column -> position(names, column)).toList();
  }

  private static int position(List<String> names, String column) {
    int position = names.indexOf(column);
    if (position < 0) {
      throw OptimaException.invalid("there is no column '%s'", Shown.of(column));
    }
    return position;
  }

  DigestAlgorithm algorithm() {
    return content.algorithm();
  }

  /** Whether it holds the digests of all columns. */
  boolean isComplete() {
    return leaves.stream()
        .allMatch(leaf -> leaf.columnDigests().stream().allMatch(digest -> digest.length > 0));
  }

  /** The leaves that this proof covers, and so the rows that the reader has to read. */
  public LeafRange range() {
    return new LeafRange(firstLeaf, Math.addExact(firstLeaf, leaves.size()));
  }
}
