package io.optima.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.optima.model.OptimaException;
import io.optima.model.Principal;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class TicketsTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final Principal ADA = new Principal("ada", Set.of());
  private static final byte[] CONTENT = "rows".getBytes(StandardCharsets.UTF_8);

  private static Tickets at(Instant now, byte secret) {
    byte[] bytes = new byte[32];
    bytes[0] = secret;
    return new Tickets(bytes, Duration.ofHours(1), Clock.fixed(now, ZoneOffset.UTC));
  }

  private static byte[] issued() {
    return at(NOW, (byte) 0).issue(ADA, CONTENT, NOW.plusSeconds(60));
  }

  @Test
  void anyGatewayWithTheSecretKeepsThePromiseUntilItExpires() {
    assertThat(at(NOW.plusSeconds(60), (byte) 0).open(ADA, issued())).isEqualTo(CONTENT);
    assertThatThrownBy(() -> at(NOW.plusSeconds(61), (byte) 0).open(ADA, issued()))
        .isInstanceOf(OptimaException.class)
        .hasMessageContaining("expired");
    assertThatThrownBy(() -> at(NOW, (byte) 1).open(ADA, issued()))
        .hasMessageContaining("not issued");
  }

  @Test
  void noByteCanBeChangedAndNobodyElseCanUseIt() {
    Tickets tickets = at(NOW, (byte) 0);
    for (int i = 0; i < issued().length; i++) {
      byte[] changed = issued();
      changed[i] ^= 1;
      assertThatThrownBy(() -> tickets.open(ADA, changed)).isInstanceOf(OptimaException.class);
    }
    assertThatThrownBy(() -> tickets.open(new Principal("bob", Set.of()), issued()))
        .hasMessageContaining("bob");
    assertThatThrownBy(() -> tickets.open(ADA, new byte[3])).hasMessageContaining("not issued");
  }
}
