package io.optima.model.lineage;

import io.optima.model.DatasetName;

/**
 * One output column's source.
 *
 * @param via IDENTITY (copied), EXPRESSION (computed), FILTER (decides which rows there are)
 */
public record ColumnLineage(String output, DatasetName input, String column, String via) {}
