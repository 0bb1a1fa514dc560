/** What gateways ask. */
@org.jspecify.annotations.NullMarked
package io.optima.transform.http;
