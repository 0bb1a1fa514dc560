@NullMarked
package io.optima.cli.dataset;

import org.jspecify.annotations.NullMarked;
