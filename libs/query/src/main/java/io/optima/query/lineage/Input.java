package io.optima.query.lineage;

import io.optima.model.DatasetName;
import io.optima.model.schema.TableSchema;

/** A dataset that a table's name stands for. */
public record Input(DatasetName dataset, TableSchema schema) {}
