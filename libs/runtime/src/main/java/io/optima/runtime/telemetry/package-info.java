/** Traces from the door to the store and the event, with OpenTelemetry. */
@org.jspecify.annotations.NullMarked
package io.optima.runtime.telemetry;
