/** Optima from Java: datasets, verified reads, SQL, transformations and lineage over one port. */
@org.jspecify.annotations.NullMarked
package io.optima.client;
