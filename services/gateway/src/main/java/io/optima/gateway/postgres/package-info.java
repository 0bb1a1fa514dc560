/** Tables of PostgreSQL as sources: their rows, then their changes, by Debezium. */
@org.jspecify.annotations.NullMarked
package io.optima.gateway.postgres;
