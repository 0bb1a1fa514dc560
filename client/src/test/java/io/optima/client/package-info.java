@org.jspecify.annotations.NullMarked
package io.optima.client;
