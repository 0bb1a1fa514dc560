/** Values of columns in Java, in vectors and as text. */
@NullMarked
package io.optima.jdbc.value;

import org.jspecify.annotations.NullMarked;
