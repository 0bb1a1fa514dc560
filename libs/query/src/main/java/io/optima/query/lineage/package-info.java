/** Which columns of datasets the columns of a SELECT come from, read off its syntax tree. */
@org.jspecify.annotations.NullMarked
package io.optima.query.lineage;
