@NullMarked
package io.optima.cli;

import org.jspecify.annotations.NullMarked;
