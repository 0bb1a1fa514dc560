@org.jspecify.annotations.NullMarked
package io.optima.gateway.postgres;
