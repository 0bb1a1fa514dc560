/** A tour of Optima with real data. */
@NullMarked
package io.optima.cli.demo;

import org.jspecify.annotations.NullMarked;
