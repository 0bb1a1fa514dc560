/** Starting and stopping a whole Optima on this machine. */
@NullMarked
package io.optima.launch;

import org.jspecify.annotations.NullMarked;
