/** Steps in SQL. */
@org.jspecify.annotations.NullMarked
package io.optima.transform.step.sql;
