package io.optima.dataset.stream;

/**
 * How far a partition goes.
 *
 * @param begin first offset that is kept
 * @param sealed offset behind the last sealed record
 * @param end offset behind the last durable record
 * @param epoch of the lease
 */
public record Offsets(long begin, long sealed, long end, long epoch) {}
