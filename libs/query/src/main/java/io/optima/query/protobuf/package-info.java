/**
 * Schemas declared as a {@code .proto} message. {@code docs/spec/protobuf-schemas.md} has the
 * mapping.
 */
@org.jspecify.annotations.NullMarked
package io.optima.query.protobuf;
