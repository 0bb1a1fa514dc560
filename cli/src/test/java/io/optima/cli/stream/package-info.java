@NullMarked
package io.optima.cli.stream;

import org.jspecify.annotations.NullMarked;
