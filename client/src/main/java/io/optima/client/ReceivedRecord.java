package io.optima.client;

import io.optima.model.stream.StreamRecord;

/** A record and its place. */
public record ReceivedRecord(int partition, long offset, StreamRecord record) {}
