@NullMarked
package io.optima.cli.output;

import org.jspecify.annotations.NullMarked;
