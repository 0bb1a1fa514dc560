package io.optima.log;

/**
 * What the journal holds of a partition.
 *
 * @param epoch appends under an older one are refused
 * @param begin the first offset that was not released
 * @param end the offset after the last durable record
 */
public record PartitionOffsets(long epoch, long begin, long end) {}
