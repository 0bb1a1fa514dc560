/** Streams that are topics of Kafka: its clients do what nodes do for other streams. */
@org.jspecify.annotations.NullMarked
package io.optima.gateway.kafka;
