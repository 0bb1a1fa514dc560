/** Commands that start, stop and look at an Optima on this machine. */
@NullMarked
package io.optima.cli.operate;

import org.jspecify.annotations.NullMarked;
