package io.optima.rules;

import dev.cel.common.CelAbstractSyntaxTree;
import io.optima.model.schema.DataType;

/**
 * What a rule computes.
 *
 * @param type of the column it goes to
 */
record CheckedValue(CelAbstractSyntaxTree tree, DataType type) {}
