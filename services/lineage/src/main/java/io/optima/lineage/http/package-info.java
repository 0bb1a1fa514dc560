/** What gateways and the sidecar call. */
@org.jspecify.annotations.NullMarked
package io.optima.lineage.http;
