package io.optima.model.transform;

/**
 * Where a column comes from within one step.
 *
 * @param output name of the step's output
 * @param column of that output
 * @param from name of an input or of another step's output
 * @param fromColumn of that
 * @param via as in {@link io.optima.model.lineage.ColumnLineage}
 */
public record ColumnFlow(
    String output, String column, String from, String fromColumn, String via) {}
