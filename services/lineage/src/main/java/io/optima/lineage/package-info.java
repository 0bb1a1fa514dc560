/** The lineage graph, search and audit: what follows from the commit logs, and how it is kept. */
@org.jspecify.annotations.NullMarked
package io.optima.lineage;
