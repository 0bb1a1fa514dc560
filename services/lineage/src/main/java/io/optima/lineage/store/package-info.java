/** Reads commit logs and runs from the object store. */
@org.jspecify.annotations.NullMarked
package io.optima.lineage.store;
