package io.optima.identity;

import io.optima.model.DigestAlgorithm;
import java.security.MessageDigest;
import org.apache.arrow.memory.ArrowBuf;

/**
 * Lengths of strings, lists and maps, as 32-bit numbers, 0 for null; and the places of what they
 * measure, joined to runs as long as possible.
 */
final class LengthsDigest {
  private static final int BLOCK = 2048;

  private final MessageDigest digest;
  private final Scratch scratch;
  private final int[] offsets = new int[BLOCK + 1];

  /** Receives the elements or bytes {@code start} to {@code start + length}. */
  interface Run {
    void take(int start, int length);
  }

  LengthsDigest(DigestAlgorithm algorithm, Scratch scratch) {
    this.digest = Tag.LENGTHS.start(algorithm);
    this.scratch = scratch;
  }

  void add(ArrowBuf offsetBuffer, int from, int count, Mask valid, Run run) {
    for (int done = 0; done < count; done += BLOCK) {
      int elements = Math.min(BLOCK, count - done);
      scratch.offsets(offsetBuffer, from + done, elements + 1, offsets);
      if (valid.nulls() == 0) {
        allValid(elements, run);
      } else {
        someNull(done, elements, valid, run);
      }
    }
  }

  private void allValid(int elements, Run run) {
    for (int i = 0; i < elements; i++) {
      Bits.INT.set(scratch.block, i * Integer.BYTES, offsets[i + 1] - offsets[i]);
    }
    digest.update(scratch.block, 0, elements * Integer.BYTES);
    run.take(offsets[0], offsets[elements] - offsets[0]);
  }

  private void someNull(int first, int elements, Mask valid, Run run) {
    for (int i = 0; i < elements; i++) {
      int length = valid.isValid(first + i) ? offsets[i + 1] - offsets[i] : 0;
      Bits.INT.set(scratch.block, i * Integer.BYTES, length);
    }
    digest.update(scratch.block, 0, elements * Integer.BYTES);
    int start = offsets[0];
    for (int i = 0; i < elements; i++) {
      if (!valid.isValid(first + i) && offsets[i + 1] > offsets[i]) {
        run.take(start, offsets[i] - start);
        start = offsets[i + 1];
      }
    }
    run.take(start, offsets[elements] - start);
  }

  void finish(MessageDigest into) {
    into.update(digest.digest());
    Tag.LENGTHS.start(digest);
  }
}
