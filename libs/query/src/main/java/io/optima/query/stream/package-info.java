/** Records of streams in chunks. */
@org.jspecify.annotations.NullMarked
package io.optima.query.stream;
