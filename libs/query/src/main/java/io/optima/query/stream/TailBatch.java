package io.optima.query.stream;

import java.nio.ByteBuffer;

/**
 * Records as they lie in the journal.
 *
 * @param firstOffset of its first record
 * @param records number of them
 * @param appended microseconds since the epoch: the time of records that bring none
 * @param payload a serialized {@code optima.v1.RecordBatch}, from position to limit; only read
 */
public record TailBatch(long firstOffset, int records, long appended, ByteBuffer payload) {}
