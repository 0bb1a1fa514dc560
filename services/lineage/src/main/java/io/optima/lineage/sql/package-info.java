/** The index in SQLite or PostgreSQL. */
@org.jspecify.annotations.NullMarked
package io.optima.lineage.sql;
