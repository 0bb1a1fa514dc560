/** Housekeeping as gateways ask for it. */
@org.jspecify.annotations.NullMarked
package io.optima.dataset.http;
