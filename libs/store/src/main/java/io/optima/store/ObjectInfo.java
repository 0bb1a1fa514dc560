package io.optima.store;

import java.time.Instant;

/**
 * What is known of an object without reading it.
 *
 * @param size in bytes
 * @param modified when it was written, by the clock of the store that keeps it
 */
public record ObjectInfo(String key, long size, Instant modified) {}
