/** Commands about transformations and runs. */
@NullMarked
package io.optima.cli.transform;

import org.jspecify.annotations.NullMarked;
