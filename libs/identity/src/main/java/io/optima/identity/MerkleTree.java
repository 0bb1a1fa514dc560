package io.optima.identity;

import io.optima.model.DigestAlgorithm;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.IntFunction;

/**
 * The tree of RFC 6962, section 2.1: a node over more than one leaf splits at the largest power of
 * two below their number; the root over none is the digest of nothing.
 */
final class MerkleTree {
  private final MessageDigest digest;

  MerkleTree(DigestAlgorithm algorithm) {
    digest = MessageDigests.of(algorithm);
  }

  byte[] root(int leaves, IntFunction<byte[]> leaf) {
    return leaves == 0 ? digest.digest() : subtree(0, leaves, leaf);
  }

  private byte[] subtree(int from, int to, IntFunction<byte[]> leaf) {
    if (to - from == 1) {
      return leaf.apply(from);
    }
    int middle = split(from, to);
    return node(subtree(from, middle, leaf), subtree(middle, to, leaf));
  }

  private static int split(int from, int to) {
    return from + Integer.highestOneBit(to - from - 1);
  }

  private byte[] node(byte[] left, byte[] right) {
    return node(digest, left, right);
  }

  static byte[] node(MessageDigest digest, byte[] left, byte[] right) {
    Tag.NODE.start(digest);
    digest.update(left);
    return digest.digest(right);
  }

  /** The largest subtrees beside the leaves of the range, from left to right. */
  List<byte[]> path(int leaves, IntFunction<byte[]> leaf, LeafRange range) {
    List<byte[]> path = new ArrayList<>();
    if (leaves > 0) {
      collect(0, leaves, leaf, range, path);
    }
    return path;
  }

  private void collect(
      int from, int to, IntFunction<byte[]> leaf, LeafRange range, List<byte[]> path) {
    if (range.isOutside(from, to)) {
      path.add(subtree(from, to, leaf));
    } else if (to - from > 1) {
      int middle = split(from, to);
      collect(from, middle, leaf, range, path);
      collect(middle, to, leaf, range, path);
    }
  }

  /** The root from the leaves of the range and the path beside it. */
  byte[] root(int leaves, IntFunction<byte[]> leaf, LeafRange range, Iterator<byte[]> path) {
    return leaves == 0 ? digest.digest() : join(0, leaves, leaf, range, path);
  }

  private byte[] join(
      int from, int to, IntFunction<byte[]> leaf, LeafRange range, Iterator<byte[]> path) {
    if (range.isOutside(from, to)) {
      return path.next();
    }
    if (to - from == 1) {
      return leaf.apply(from);
    }
    int middle = split(from, to);
    byte[] left = join(from, middle, leaf, range, path);
    return node(left, join(middle, to, leaf, range, path));
  }
}
