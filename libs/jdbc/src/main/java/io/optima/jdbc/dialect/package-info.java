/** What databases do each in their own way. */
@NullMarked
package io.optima.jdbc.dialect;

import org.jspecify.annotations.NullMarked;
