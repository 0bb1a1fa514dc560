/** SQL of users: parsed, checked against allow-lists, resolved to versions, run. */
@org.jspecify.annotations.NullMarked
package io.optima.query.sql;
