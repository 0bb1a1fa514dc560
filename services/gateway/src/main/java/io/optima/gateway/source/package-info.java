/** Streams that Optima itself feeds: which there are, and keeping them fed. */
@org.jspecify.annotations.NullMarked
package io.optima.gateway.source;
