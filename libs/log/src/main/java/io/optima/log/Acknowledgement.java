package io.optima.log;

import io.optima.model.stream.Durability;

/**
 * The answer to an append.
 *
 * @param firstOffset of the batch's records in their partition
 * @param lastOffset of the batch's records, inclusive
 * @param digest of the payload
 * @param durability that was reached: the one asked for
 */
public record Acknowledgement(
    long firstOffset, long lastOffset, BatchDigest digest, Durability durability) {}
