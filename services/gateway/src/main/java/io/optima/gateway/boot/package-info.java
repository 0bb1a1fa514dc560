/** How the gateway is put together from its parts. */
@org.jspecify.annotations.NullMarked
package io.optima.gateway.boot;
