/** Column types and schemas, independent of how rows are encoded. */
@org.jspecify.annotations.NullMarked
package io.optima.model.schema;
