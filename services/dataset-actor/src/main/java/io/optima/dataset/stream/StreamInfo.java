package io.optima.dataset.stream;

import io.optima.model.DigestAlgorithm;
import io.optima.model.stream.Stream;

/**
 * What a node has to know of a stream.
 *
 * @param algorithm of its records' digests
 */
public record StreamInfo(Stream stream, DigestAlgorithm algorithm) {}
