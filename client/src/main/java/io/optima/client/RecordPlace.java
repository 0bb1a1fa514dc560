package io.optima.client;

/** Where a record is. */
public record RecordPlace(int partition, long offset) {}
