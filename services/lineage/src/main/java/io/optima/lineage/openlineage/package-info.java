/** OpenLineage in and out. */
@org.jspecify.annotations.NullMarked
package io.optima.lineage.openlineage;
