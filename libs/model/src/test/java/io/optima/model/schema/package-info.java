@org.jspecify.annotations.NullMarked
package io.optima.model.schema;
