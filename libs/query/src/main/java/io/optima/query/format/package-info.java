/** How rows are read from and written to files: CSV, JSON, Parquet, Arrow. */
@org.jspecify.annotations.NullMarked
package io.optima.query.format;
