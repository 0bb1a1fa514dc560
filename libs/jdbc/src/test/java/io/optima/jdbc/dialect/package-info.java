@NullMarked
package io.optima.jdbc.dialect;

import org.jspecify.annotations.NullMarked;
