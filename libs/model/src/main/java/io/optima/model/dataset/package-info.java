/** Datasets, their versions and the entries of their commit log. */
@org.jspecify.annotations.NullMarked
package io.optima.model.dataset;
