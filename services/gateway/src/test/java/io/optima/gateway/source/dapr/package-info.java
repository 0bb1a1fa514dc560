@org.jspecify.annotations.NullMarked
package io.optima.gateway.source.dapr;
