@NullMarked
package io.optima.launch;

import org.jspecify.annotations.NullMarked;
