@org.jspecify.annotations.NullMarked
package io.optima.query.sort;
