@org.jspecify.annotations.NullMarked
package io.optima.transform.step;
