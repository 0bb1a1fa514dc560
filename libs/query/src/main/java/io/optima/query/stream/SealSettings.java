package io.optima.query.stream;

import io.optima.model.OptimaException;

/**
 * The shape of chunks.
 *
 * @param chunkBytes bytes of records after which a chunk ends
 * @param hourRecords a chunk ends where an hour of the records' timestamps ends, when it has at
 *     least so many: chunks of a few records each cost more than they save
 */
public record SealSettings(long chunkBytes, int hourRecords) {
  public static final SealSettings DEFAULT = new SealSettings(128L << 20, 1_000);

  public SealSettings {
    if (chunkBytes < 1 || hourRecords < 1) {
      throw OptimaException.invalid(
          "chunks of streams end at %d bytes, or with an hour at %d records: more than 0",
          chunkBytes, hourRecords);
    }
  }
}
