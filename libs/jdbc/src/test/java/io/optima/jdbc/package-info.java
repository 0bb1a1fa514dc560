@NullMarked
package io.optima.jdbc;

import org.jspecify.annotations.NullMarked;
