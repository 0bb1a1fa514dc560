/** CSV that is written the usual way, read as Arrow while it arrives. */
@org.jspecify.annotations.NullMarked
package io.optima.query.csv;
