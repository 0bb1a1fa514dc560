package io.optima.identity;

import io.optima.model.DigestAlgorithm;
import io.optima.model.ErrorCode;
import io.optima.model.OptimaException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * The digest of every column in every leaf of a table, from which its root is computed. Every leaf
 * but the last has {@link LeafRange#LEAF_ROWS} rows.
 */
public final class LeafIndex {
  private static final int MAGIC = 0x3158_4c4f; // "OLX1", little-endian
  private static final int HEADER = 20;

  private final DigestAlgorithm algorithm;
  private final int columns;
  private final long rows;
  private final List<byte[]> leaves;

  /**
   * @param leaves the digests of a leaf's columns, one behind the other
   */
  LeafIndex(DigestAlgorithm algorithm, int columns, long rows, List<byte[]> leaves) {
    if (leaves.size() != LeafRange.leaves(rows)) {
      throw new IllegalArgumentException(leaves.size() + " leaves do not hold " + rows + " rows");
    }
    this.algorithm = algorithm;
    this.columns = columns;
    this.rows = rows;
    this.leaves = List.copyOf(leaves);
  }

  /** The index of a table without rows. */
  public static LeafIndex empty(DigestAlgorithm algorithm, int columns) {
    return new LeafIndex(algorithm, columns, 0, List.of());
  }

  /**
   * The index of rows whose parts, in order, have these; every part but the last has full leaves.
   */
  public static LeafIndex concat(List<LeafIndex> parts) {
    LeafIndex first = parts.getFirst();
    List<byte[]> leaves = new ArrayList<>();
    long rows = 0;
    for (LeafIndex part : parts) {
      if (part.columns != first.columns || part.algorithm != first.algorithm) {
        throw new IllegalArgumentException("parts differ in columns or digest algorithm");
      }
      if (rows % LeafRange.LEAF_ROWS != 0 && part.rows > 0) {
        throw new IllegalArgumentException("a part before the last ends inside a leaf");
      }
      leaves.addAll(part.leaves);
      rows += part.rows;
    }
    return new LeafIndex(first.algorithm, first.columns, rows, leaves);
  }

  public DigestAlgorithm algorithm() {
    return algorithm;
  }

  public int columns() {
    return columns;
  }

  public long rows() {
    return rows;
  }

  /** Number of leaves. */
  public int leaves() {
    return leaves.size();
  }

  public int leafRows(int leaf) {
    return (int) Math.min(LeafRange.LEAF_ROWS, rows - (long) leaf * LeafRange.LEAF_ROWS);
  }

  /** This index without a last leaf that is not full: where an append goes on. */
  public LeafIndex full() {
    int full = (int) (rows / LeafRange.LEAF_ROWS);
    return new LeafIndex(
        algorithm, columns, (long) full * LeafRange.LEAF_ROWS, leaves.subList(0, full));
  }

  public byte[] columnDigest(int leaf, int column) {
    int width = algorithm.bytes();
    return Arrays.copyOfRange(leaves.get(leaf), column * width, (column + 1) * width);
  }

  byte[] leafHash(int leaf) {
    return leafHash(algorithm, leafRows(leaf), leaves.get(leaf));
  }

  static byte[] leafHash(DigestAlgorithm algorithm, int rows, byte[] columnDigests) {
    MessageDigest digest = Tag.LEAF.start(algorithm);
    byte[] number = new byte[Integer.BYTES];
    Bits.INT.set(number, 0, rows);
    digest.update(number);
    return digest.digest(columnDigests);
  }

  byte[] rootBytes() {
    return new MerkleTree(algorithm).root(leaves(), this::leafHash);
  }

  /** The Merkle root in hexadecimal. */
  public String root() {
    return HexFormat.of().formatHex(rootBytes());
  }

  /** Where two indexes of the same schema part. */
  public record Difference(int leaf, int column) {
    /** Number of the first row of the leaf. */
    public long firstRow() {
      return (long) leaf * LeafRange.LEAF_ROWS;
    }
  }

  /** The first column of the first leaf whose digest is another one, or that only one side has. */
  public Optional<Difference> firstDifference(LeafIndex other) {
    int width = algorithm.bytes();
    for (int leaf = 0; leaf < Math.min(leaves(), other.leaves()); leaf++) {
      int at = Arrays.mismatch(leaves.get(leaf), other.leaves.get(leaf));
      if (at >= 0) {
        return Optional.of(new Difference(leaf, at / width));
      }
    }
    return leaves() == other.leaves()
        ? Optional.empty()
        : Optional.of(new Difference(Math.min(leaves(), other.leaves()), 0));
  }

  /** The bytes as {@code docs/spec/identity.md} has them. */
  public byte[] encode() {
    int leafBytes = columns * algorithm.bytes();
    ByteBuffer out =
        ByteBuffer.allocate(Math.addExact(HEADER, Math.multiplyExact(leaves(), leafBytes)))
            .order(ByteOrder.LITTLE_ENDIAN);
    out.putInt(MAGIC).putInt(code(algorithm)).putInt(columns).putLong(rows);
    leaves.forEach(out::put);
    return out.array();
  }

  /**
   * @throws OptimaException CORRUPT when the bytes are not a leaf index
   */
  public static LeafIndex decode(byte[] bytes) {
    ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    if (bytes.length < HEADER || in.getInt() != MAGIC) {
      throw corrupt("it does not start like one");
    }
    int code = in.getInt();
    DigestAlgorithm algorithm =
        algorithm(code).orElseThrow(() -> corrupt("digest algorithm " + code + " is unknown"));
    return decode(algorithm, in);
  }

  static Optional<DigestAlgorithm> algorithm(int code) {
    return Arrays.stream(DigestAlgorithm.values()).filter(each -> code(each) == code).findFirst();
  }

  static int code(DigestAlgorithm algorithm) {
    return switch (algorithm) {
      case SHA256 -> 1;
      case MD5 -> 2;
      case SIPHASH_2_4 -> 3;
    };
  }

  private static LeafIndex decode(DigestAlgorithm algorithm, ByteBuffer in) {
    int columns = in.getInt();
    long rows = in.getLong();
    long leafBytes = (long) columns * algorithm.bytes();
    if (columns < 1 || rows < 0 || in.remaining() % leafBytes != 0) {
      throw corrupt("its length does not fit " + columns + " columns");
    }
    if (in.remaining() / leafBytes != Math.ceilDiv(rows, (long) LeafRange.LEAF_ROWS)) {
      throw corrupt("its length does not fit " + rows + " rows");
    }
    List<byte[]> leaves = new ArrayList<>();
    while (in.hasRemaining()) {
      byte[] leaf = new byte[(int) leafBytes];
      in.get(leaf);
      leaves.add(leaf);
    }
    return new LeafIndex(algorithm, columns, rows, leaves);
  }

  private static OptimaException corrupt(String why) {
    return OptimaException.of(ErrorCode.CORRUPT, "the leaf index is damaged: %s", why);
  }
}
