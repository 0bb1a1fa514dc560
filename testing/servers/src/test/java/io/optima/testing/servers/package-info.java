@NullMarked
package io.optima.testing.servers;

import org.jspecify.annotations.NullMarked;
