package io.optima.identity;

import io.optima.model.DigestAlgorithm;
import io.optima.model.ErrorCode;
import io.optima.model.OptimaException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * All that has to be kept of consecutive records to prove things about them: the roots of the
 * largest subtrees of their partition's tree that lie within them, from left to right. There are at
 * most two for each level of the tree, however many records there are. Peaks of neighbours join to
 * the peaks of both, so that
 *
 * <ul>
 *   <li>peaks of dropped records and of those behind them give the root over all of them;
 *   <li>peaks before and behind some records prove that these are in the partition;
 *   <li>peaks of what came behind an old root's records prove that it grew to the new one.
 * </ul>
 */
public final class Peaks {
  private static final int MAGIC = 0x314b_504f; // "OPK1", little-endian
  private static final int HEADER = 24;

  private final DigestAlgorithm algorithm;
  private final long first;
  private final long end;
  private final List<byte[]> roots;

  private Peaks(DigestAlgorithm algorithm, long first, long end, List<byte[]> roots) {
    this.algorithm = algorithm;
    this.first = first;
    this.end = end;
    this.roots = List.copyOf(roots);
  }

  /** The peaks of no records, before the record {@code at}. */
  public static Peaks none(DigestAlgorithm algorithm, long at) {
    return new Peaks(algorithm, at, at, List.of());
  }

  /**
   * The peaks of records from their {@linkplain RecordDigest digests}.
   *
   * @param first offset of the first of them
   */
  public static Peaks of(DigestAlgorithm algorithm, long first, List<byte[]> records) {
    Joining joining = new Joining(none(algorithm, first));
    records.forEach(record -> joining.add(1, record));
    return joining.peaks();
  }

  /** The peaks of offsets at which there are no records. */
  public static Peaks absent(DigestAlgorithm algorithm, long first, long end) {
    MessageDigest digest = MessageDigests.of(algorithm);
    List<byte[]> bySize = new ArrayList<>();
    bySize.add(Tag.ABSENT.start(algorithm).digest());
    List<byte[]> roots = new ArrayList<>();
    for (long at = first; at < end; at += largest(at, end)) {
      int level = Long.numberOfTrailingZeros(largest(at, end));
      while (bySize.size() <= level) {
        bySize.add(MerkleTree.node(digest, bySize.getLast(), bySize.getLast()));
      }
      roots.add(bySize.get(level));
    }
    return new Peaks(algorithm, first, end, roots);
  }

  public DigestAlgorithm algorithm() {
    return algorithm;
  }

  /** Offset of the first record. */
  public long first() {
    return first;
  }

  /** Offset behind the last record. */
  public long end() {
    return end;
  }

  /**
   * The peaks of these records and the next ones.
   *
   * @throws OptimaException INVALID_ARGUMENT when the next ones do not begin where these end
   */
  public Peaks then(Peaks next) {
    if (next.first != end || next.algorithm != algorithm) {
      throw OptimaException.invalid(
          "peaks of %s from %d do not go on where those of %s until %d end",
          next.algorithm.text(), next.first, algorithm.text(), end);
    }
    Joining joining = new Joining(this);
    long at = next.first;
    for (byte[] root : next.roots) {
      long size = largest(at, next.end);
      joining.add(size, root);
      at += size;
    }
    return joining.peaks();
  }

  /**
   * The root of RFC 6962, section 2.1, over all records since the first of the partition.
   *
   * @throws OptimaException INVALID_ARGUMENT when earlier records are missing
   */
  public byte[] root() {
    if (first != 0) {
      throw OptimaException.invalid("records before offset %d are not in these peaks", first);
    }
    MessageDigest digest = MessageDigests.of(algorithm);
    if (roots.isEmpty()) {
      return digest.digest();
    }
    byte[] root = roots.getLast();
    for (byte[] left : roots.reversed().subList(1, roots.size())) {
      root = MerkleTree.node(digest, left, root);
    }
    return root;
  }

  /**
   * Records of the largest subtree that begins at {@code from} and ends at {@code end} or before.
   */
  private static long largest(long from, long end) {
    long fits = Long.highestOneBit(end - from);
    return from == 0 ? fits : Math.min(fits, Long.lowestOneBit(from));
  }

  private static int peaks(long first, long end) {
    int peaks = 0;
    for (long at = first; at < end; at += largest(at, end)) {
      peaks++;
    }
    return peaks;
  }

  /** The bytes as {@code docs/spec/identity.md} has them. */
  public byte[] encode() {
    ByteBuffer out =
        ByteBuffer.allocate(HEADER + roots.size() * algorithm.bytes())
            .order(ByteOrder.LITTLE_ENDIAN);
    out.putInt(MAGIC).putInt(LeafIndex.code(algorithm)).putLong(first).putLong(end);
    roots.forEach(out::put);
    return out.array();
  }

  /**
   * @throws OptimaException CORRUPT when the bytes are no peaks
   */
  public static Peaks decode(byte[] bytes) {
    ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    if (bytes.length < HEADER || in.getInt() != MAGIC) {
      throw corrupt("they do not start like peaks");
    }
    DigestAlgorithm algorithm = LeafIndex.algorithm(in.getInt()).orElseThrow(Peaks::unknown);
    long first = in.getLong();
    long end = in.getLong();
    if (first < 0
        || end < first
        || in.remaining() != (long) peaks(first, end) * algorithm.bytes()) {
      throw corrupt("%d bytes do not fit records %d to %d".formatted(bytes.length, first, end));
    }
    List<byte[]> roots = new ArrayList<>();
    while (in.hasRemaining()) {
      byte[] root = new byte[algorithm.bytes()];
      in.get(root);
      roots.add(root);
    }
    return new Peaks(algorithm, first, end, roots);
  }

  private static OptimaException unknown() {
    return corrupt("the digest algorithm is unknown");
  }

  private static OptimaException corrupt(String why) {
    return OptimaException.of(ErrorCode.CORRUPT, "the peaks are damaged: %s", why);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Peaks peaks && Arrays.equals(encode(), peaks.encode());
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(encode());
  }

  /** Subtrees come from left to right; two of one size under the same node become that node. */
  private static final class Joining {
    private final DigestAlgorithm algorithm;
    private final MessageDigest digest;
    private final long first;
    private final List<byte[]> roots;
    private final List<Long> sizes = new ArrayList<>();
    private long end;

    Joining(Peaks begun) {
      this.algorithm = begun.algorithm;
      this.digest = MessageDigests.of(algorithm);
      this.first = begun.first;
      this.end = begun.end;
      this.roots = new ArrayList<>(begun.roots);
      for (long at = first; at < end; at += sizes.getLast()) {
        sizes.add(largest(at, end));
      }
    }

    void add(long records, byte[] subtree) {
      long size = records;
      byte[] root = subtree;
      end += records;
      while (!sizes.isEmpty() && sizes.getLast() == size && (end & (2 * size - 1)) == 0) {
        root = MerkleTree.node(digest, roots.removeLast(), root);
        sizes.removeLast();
        size *= 2;
      }
      roots.add(root);
      sizes.add(size);
    }

    Peaks peaks() {
      return new Peaks(algorithm, first, end, roots);
    }
  }
}
