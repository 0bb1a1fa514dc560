package io.optima.model.stream;

import java.util.UUID;

/**
 * What makes a dataset a stream.
 *
 * @param id for good, whatever the dataset is named
 */
public record Stream(UUID id, StreamSettings settings) {}
