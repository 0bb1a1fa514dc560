package io.optima.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.optima.model.DigestAlgorithm;
import io.optima.model.ErrorCode;
import io.optima.model.OptimaException;
import io.optima.model.schema.DataType;
import io.optima.model.schema.Field;
import io.optima.model.schema.TableSchema;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/**
 * Whatever is changed about a proof or about the digests a reader computed, it is refused. Digests
 * of columns stand for their rows here: that those change with every cell is what {@link
 * CellPropertiesTest} shows.
 */
final class TamperPropertiesTest {
  static final int COLUMNS = 3;
  private static final TableSchema SCHEMA =
      new TableSchema(
          List.of(
              new Field("a", DataType.Simple.INT64),
              new Field("b", DataType.Simple.UTF8),
              new Field("c", DataType.Simple.BOOL)));

  private static LeafIndex index(int leaves, int rowsInLast) {
    List<byte[]> digests =
        IntStream.range(0, leaves)
            .mapToObj(
                leaf -> {
                  byte[] bytes = new byte[COLUMNS * 32];
                  new java.util.Random(leaf).nextBytes(bytes);
                  return bytes;
                })
            .toList();
    long rows = leaves == 0 ? 0 : (leaves - 1L) * LeafRange.LEAF_ROWS + rowsInLast;
    return new LeafIndex(DigestAlgorithm.SHA256, COLUMNS, rows, digests);
  }

  /** Checks a proof with the digests that an honest reader of these leaves and columns has. */
  private static void check(RangeProof proof, LeafIndex index, Set<Integer> read) {
    ProofCheck check = new ProofCheck(proof, TableIdentity.of(SCHEMA, index).id());
    for (int leaf = 0; leaf < proof.leaves().size(); leaf++) {
      for (int column : read) {
        check.fill(leaf, column, index.columnDigest(proof.firstLeaf() + leaf, column));
      }
    }
    check.require();
  }

  private static void refused(RangeProof proof, LeafIndex index, Set<Integer> read) {
    assertThatThrownBy(() -> check(proof, index, read))
        .isInstanceOfSatisfying(
            OptimaException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CORRUPT));
  }

  private static List<String> names(Set<Integer> columns) {
    return columns.stream().map(SCHEMA.names()::get).toList();
  }

  @Property(tries = 300)
  void honestProofsHoldAndHaveLogarithmicPaths(
      @ForAll @IntRange(min = 1, max = 70) int leaves,
      @ForAll @IntRange(min = 0, max = 70) int first,
      @ForAll @IntRange(min = 0, max = 70) int count,
      @ForAll @Size(min = 1) Set<@IntRange(min = 0, max = COLUMNS - 1) Integer> read) {
    int from = first % (leaves + 1);
    int to = from + count % (leaves - from + 1);
    LeafIndex index = index(leaves, 1 + leaves);
    RangeProof proof = RangeProof.prove(SCHEMA, index, new LeafRange(from, to), names(read));
    assertThatCode(() -> check(proof, index, read)).doesNotThrowAnyException();
    assertThat(proof.path())
        .hasSizeLessThanOrEqualTo(2 * (32 - Integer.numberOfLeadingZeros(leaves)));
  }

  @Property(tries = 300)
  void changedDigestsAreRefused(
      @ForAll @IntRange(min = 1, max = 40) int leaves,
      @ForAll @IntRange(min = 0, max = 39) int anywhere,
      @ForAll @IntRange(min = 0, max = 10_000) int where,
      @ForAll @IntRange(min = 0, max = 255) int bit) {
    int first = anywhere % leaves;
    LeafIndex index = index(leaves, 5);
    RangeProof proof =
        RangeProof.prove(SCHEMA, index, new LeafRange(first, first + 1), List.of("b"));
    List<byte[]> carried = new ArrayList<>();
    proof.leaves().getFirst().columnDigests().stream()
        .filter(digest -> digest.length > 0)
        .forEach(carried::add);
    carried.addAll(proof.path());
    carried.get(where % carried.size())[bit / 8] ^= (byte) (1 << (bit % 8));
    refused(proof, index, Set.of(1));
  }

  @Property(tries = 300)
  void otherRangesColumnsAndCountsAreRefused(
      @ForAll @IntRange(min = 2, max = 40) int leaves,
      @ForAll @IntRange(min = 0, max = 39) int anywhere,
      @ForAll @IntRange(min = 0, max = 38) int elsewhere) {
    int first = anywhere % leaves;
    int claimed = (first + 1 + elsewhere % (leaves - 1)) % leaves;
    LeafIndex index = index(leaves, 5);
    RangeProof proof =
        RangeProof.prove(SCHEMA, index, new LeafRange(first, first + 1), List.of("b"));
    refused(with(proof, claimed, proof.rows(), proof.path()), index, Set.of(1));
    refused(with(proof, first, proof.rows() - 1, proof.path()), index, Set.of(1));
    refused(with(proof, first, proof.rows() + LeafRange.LEAF_ROWS, proof.path()), index, Set.of(1));
    refused(proof, index, Set.of(0));
    refused(proof, index, Set.of());
    List<byte[]> more = new ArrayList<>(proof.path());
    more.add(new byte[32]);
    refused(with(proof, first, proof.rows(), more), index, Set.of(1));
    List<byte[]> fewer = proof.path().subList(1, proof.path().size());
    refused(with(proof, first, proof.rows(), fewer), index, Set.of(1));
  }

  @Property(tries = 200)
  void swappedLeavesAreRefused(
      @ForAll @IntRange(min = 2, max = 40) int leaves,
      @ForAll @IntRange(min = 0, max = 39) int anywhere,
      @ForAll @IntRange(min = 0, max = 38) int elsewhere) {
    int one = anywhere % leaves;
    int other = (one + 1 + elsewhere % (leaves - 1)) % leaves;
    LeafIndex index = index(leaves, LeafRange.LEAF_ROWS);
    RangeProof proof = RangeProof.complete(SCHEMA, index, LeafRange.all(index.rows()));
    List<RangeProof.LeafProof> swapped = new ArrayList<>(proof.leaves());
    java.util.Collections.swap(swapped, one, other);
    RangeProof lie =
        new RangeProof(proof.content(), SCHEMA, proof.rows(), 0, swapped, proof.path());
    refused(lie, index, new HashSet<>());
  }

  private static RangeProof with(RangeProof proof, int first, long rows, List<byte[]> path) {
    return new RangeProof(proof.content(), proof.schema(), rows, first, proof.leaves(), path);
  }
}
