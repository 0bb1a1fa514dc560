/** DuckDB instances: opened with limits, rows out and in as Arrow. */
@org.jspecify.annotations.NullMarked
package io.optima.query.duckdb;
