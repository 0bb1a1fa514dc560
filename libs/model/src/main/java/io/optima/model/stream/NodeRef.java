package io.optima.model.stream;

import java.util.UUID;

/**
 * A process that can hold partitions.
 *
 * @param journal on whose disk it writes; two processes never have one journal at a time
 * @param session of the process: a new one each time it starts
 * @param address {@code host:port} at which others reach it
 */
public record NodeRef(UUID journal, UUID session, String address) {}
