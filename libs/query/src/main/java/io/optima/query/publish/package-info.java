/** Content comes in: uploads and rows become chunks, a manifest and a commit. */
@org.jspecify.annotations.NullMarked
package io.optima.query.publish;
