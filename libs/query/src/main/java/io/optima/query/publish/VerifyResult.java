package io.optima.query.publish;

import io.optima.model.ChunkDigest;
import io.optima.model.dataset.Version;
import org.jspecify.annotations.Nullable;

/**
 * What reading a version's every byte again came to.
 *
 * @param rows rows that were right, up to the difference if there is one
 * @param bytes stored bytes that were read
 * @param difference the first one; null when everything is as the content id says
 */
public record VerifyResult(
    Version version, long rows, long bytes, long chunks, @Nullable Difference difference) {
  public boolean ok() {
    return difference == null;
  }

  /**
   * Where content is not what its id says.
   *
   * @param message in words, naming the place
   * @param chunk null when no single chunk is to blame
   * @param column null when all columns of the rows may be concerned
   * @param firstRow number of the first row of the range, from 0
   * @param rows of the range; 0 when it is not known
   */
  public record Difference(
      String message,
      @Nullable ChunkDigest chunk,
      @Nullable String column,
      long firstRow,
      long rows) {}
}
