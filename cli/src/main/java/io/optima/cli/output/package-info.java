/** How results look in a terminal and in scripts. */
@NullMarked
package io.optima.cli.output;

import org.jspecify.annotations.NullMarked;
