/** Reads definitions. */
@org.jspecify.annotations.NullMarked
package io.optima.transform.yaml;
