@org.jspecify.annotations.NullMarked
package io.optima.rules;
