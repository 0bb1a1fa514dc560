@org.jspecify.annotations.NullMarked
package io.optima.model.stream;
