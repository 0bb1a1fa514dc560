@NullMarked
package io.optima.cli.lineage;

import org.jspecify.annotations.NullMarked;
