package io.optima.query.lineage;

import io.optima.model.schema.TableSchema;

/**
 * What a table's name stands for.
 *
 * @param name by which the answer calls it
 */
public record Input(String name, TableSchema schema) {}
