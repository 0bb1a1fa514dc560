/** Rows in the order of a key. */
@NullMarked
package io.optima.query.sort;

import org.jspecify.annotations.NullMarked;
