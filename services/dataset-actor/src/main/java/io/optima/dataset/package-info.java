/** What a dataset is and how it changes: pure decisions over its commit log. */
@org.jspecify.annotations.NullMarked
package io.optima.dataset;
