package io.optima.gateway.boot;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The doors ({@code optima.gateway.*}).
 *
 * @param ticketSecret signs Flight tickets and prepared handles; at least 32 characters, the same
 *     on all gateways. Absent: one is kept in {@code optima.home}, which is right for one machine
 * @param ticketLifetime how long a ticket may be redeemed
 * @param handleLifetime how long a prepared statement may be used
 */
@ConfigurationProperties("optima.gateway")
public record GatewayProperties(
    @Nullable String ticketSecret,
    @DefaultValue("1h") Duration ticketLifetime,
    @DefaultValue("24h") Duration handleLifetime) {}
