@NullMarked
package io.optima.kv;

import org.jspecify.annotations.NullMarked;
