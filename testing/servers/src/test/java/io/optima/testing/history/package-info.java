@NullMarked
package io.optima.testing.history;

import org.jspecify.annotations.NullMarked;
