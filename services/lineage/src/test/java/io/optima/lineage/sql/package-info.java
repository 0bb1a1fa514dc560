@org.jspecify.annotations.NullMarked
package io.optima.lineage.sql;
