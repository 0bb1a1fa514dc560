/** Commands about datasets, versions and their content. */
@NullMarked
package io.optima.cli.dataset;

import org.jspecify.annotations.NullMarked;
