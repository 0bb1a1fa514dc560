@org.jspecify.annotations.NullMarked
package io.optima.runtime.event;
