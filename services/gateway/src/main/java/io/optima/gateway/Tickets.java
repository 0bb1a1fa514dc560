package io.optima.gateway;

import io.optima.model.ErrorCode;
import io.optima.model.OptimaException;
import io.optima.model.Principal;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Promises that any gateway with the same secret can keep: what to do, for whom, until when.
 * Nothing is remembered here; HMAC-SHA256 (RFC 2104) over principal, expiry and content proves that
 * a gateway issued it.
 *
 * <p>Layout: 32 bytes HMAC, 8 bytes expiry in milliseconds since 1970 (big endian), content. The
 * principal is not inside: the one who presents the ticket must be the one it was made for.
 */
public final class Tickets {
  private static final String ALGORITHM = "HmacSHA256";
  private static final int MAC_BYTES = 32;
  private static final int HEADER_BYTES = MAC_BYTES + Long.BYTES;

  private final SecretKeySpec key;
  private final Clock clock;
  private final Duration lifetime;

  /**
   * Tickets under a secret.
   *
   * @param secret the same on all gateways, at least 32 bytes
   * @param lifetime from issue to expiry
   */
  public Tickets(byte[] secret, Duration lifetime, Clock clock) {
    if (secret.length < MAC_BYTES) {
      throw OptimaException.invalid(
          "the ticket secret has %d bytes: at least %d", secret.length, MAC_BYTES);
    }
    this.key = new SecretKeySpec(secret, ALGORITHM);
    this.lifetime = lifetime;
    this.clock = clock;
  }

  /** When a ticket issued now expires. */
  public Instant expiry() {
    return clock.instant().plus(lifetime);
  }

  /** A ticket for this principal only, valid until {@code expiry}. */
  public byte[] issue(Principal principal, byte[] content, Instant expiry) {
    byte[] ticket = new byte[HEADER_BYTES + content.length];
    ByteBuffer.wrap(ticket).position(MAC_BYTES).putLong(expiry.toEpochMilli()).put(content);
    byte[] mac = mac(principal, ticket);
    System.arraycopy(mac, 0, ticket, 0, MAC_BYTES);
    return ticket;
  }

  /**
   * The content of a ticket that one of our gateways issued to this principal.
   *
   * @throws OptimaException PERMISSION_DENIED when it is not one, FAILED_PRECONDITION when it
   *     expired
   */
  public byte[] open(Principal principal, byte[] ticket) {
    if (ticket.length < HEADER_BYTES
        || !MessageDigest.isEqual(
            mac(principal, ticket), Arrays.copyOfRange(ticket, 0, MAC_BYTES))) {
      throw OptimaException.of(
          ErrorCode.PERMISSION_DENIED,
          "this ticket was not issued to %s: ask GetFlightInfo for one",
          principal.name());
    }
    Instant expiry = Instant.ofEpochMilli(ByteBuffer.wrap(ticket).getLong(MAC_BYTES));
    if (clock.instant().isAfter(expiry)) {
      throw OptimaException.of(
          ErrorCode.FAILED_PRECONDITION,
          "this ticket expired at %s: ask GetFlightInfo for a new one",
          expiry);
    }
    return Arrays.copyOfRange(ticket, HEADER_BYTES, ticket.length);
  }

  private byte[] mac(Principal principal, byte[] ticket) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      mac.update(principal.name().getBytes(java.nio.charset.StandardCharsets.UTF_8));
      mac.update((byte) 0);
      mac.update(ticket, MAC_BYTES, ticket.length - MAC_BYTES);
      return mac.doFinal();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has " + ALGORITHM, e);
    }
  }
}
