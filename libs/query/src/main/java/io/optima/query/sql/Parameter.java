package io.optima.query.sql;

import io.optima.model.schema.DataType;
import java.util.Optional;

/**
 * A parameter of a statement.
 *
 * @param name as written after {@code $}; its number when it has none
 * @param type when it follows from the statement or was declared
 */
public record Parameter(String name, Optional<DataType> type) {}
