/** The lineage graph, search and audit as other services see them. */
@org.jspecify.annotations.NullMarked
package io.optima.model.lineage;
