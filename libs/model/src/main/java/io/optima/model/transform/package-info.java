/** Transformations and their runs. */
@org.jspecify.annotations.NullMarked
package io.optima.model.transform;
