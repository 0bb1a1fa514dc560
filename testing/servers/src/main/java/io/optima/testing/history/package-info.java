/** Whether what clients saw of a stream can have been one stream. */
@NullMarked
package io.optima.testing.history;

import org.jspecify.annotations.NullMarked;
