/** The node as a part of the service. */
@org.jspecify.annotations.NullMarked
package io.optima.dataset.stream.boot;
