/**
 * What a dataset's content is, proven: Arrow types to Optima's, canonical digests of rows, Merkle
 * tree and proofs. The bytes are fixed in {@code docs/spec/identity.md}.
 */
@org.jspecify.annotations.NullMarked
package io.optima.identity;
