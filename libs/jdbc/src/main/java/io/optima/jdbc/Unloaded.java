package io.optima.jdbc;

/**
 * What became of rows that were written.
 *
 * @param rows that the effect put into the table
 * @param repeated whether an earlier attempt did it, and this one nothing
 */
public record Unloaded(long rows, boolean repeated) {}
