/** Secrets of Dapr's secret stores. */
@NullMarked
package io.optima.runtime.secret;

import org.jspecify.annotations.NullMarked;
