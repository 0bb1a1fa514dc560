package io.optima.dataset.stream;

/**
 * What a node did for its partitions of itself.
 *
 * @param seals slices of tails that became chunks
 * @param droppedRecords by retention
 * @param droppedBytes of chunks, by retention
 * @param merges of small chunks
 * @param damaged chunks that cannot be merged; each counts once
 * @param failures of all these; each is tried again
 */
public record Kept(
    long seals, long droppedRecords, long droppedBytes, long merges, long damaged, long failures) {}
