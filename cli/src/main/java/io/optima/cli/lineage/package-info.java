/** Commands about where things came from and who did what. */
@NullMarked
package io.optima.cli.lineage;

import org.jspecify.annotations.NullMarked;
