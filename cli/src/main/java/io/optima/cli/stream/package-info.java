/** Commands about streams and their records. */
@NullMarked
package io.optima.cli.stream;

import org.jspecify.annotations.NullMarked;
