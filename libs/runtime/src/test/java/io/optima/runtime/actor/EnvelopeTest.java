package io.optima.runtime.actor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.optima.model.ErrorCode;
import io.optima.model.OptimaException;
import io.optima.store.Json;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EnvelopeTest {
  record Greeting(String text, int times) {}

  @Test
  void valuesTravelThereAndBack() {
    Greeting greeting = new Greeting("hello", 3);
    assertThat(Envelope.body(Envelope.request("tp", greeting), Greeting.class)).isEqualTo(greeting);
    assertThat(Envelope.body(Envelope.reply(greeting), Greeting.class)).isEqualTo(greeting);
  }

  @Test
  void nothingTravelsAsNothing() {
    assertThat(Envelope.body(Envelope.request("tp", null), Greeting.class)).isNull();
    assertThat(Envelope.body(Envelope.reply(null), void.class)).isNull();
  }

  @Test
  void errorsKeepTheirCodeAndMessage() {
    byte[] reply = Envelope.failure(new OptimaException(ErrorCode.CONFLICT, "somebody was first"));
    assertThatThrownBy(() -> Envelope.body(reply, Greeting.class))
        .isInstanceOfSatisfying(
            OptimaException.class,
            error -> {
              assertThat(error.code()).isEqualTo(ErrorCode.CONFLICT);
              assertThat(error.text()).isEqualTo("somebody was first");
            });
  }

  @Test
  void aCodeOfANewerVersionIsInternal() {
    byte[] reply = Json.bytes(Map.of("error", Map.of("code", "QUOTA_REACHED", "message", "m")));
    assertThatThrownBy(() -> Envelope.body(reply, Greeting.class))
        .isInstanceOfSatisfying(
            OptimaException.class, error -> assertThat(error.code()).isEqualTo(ErrorCode.INTERNAL));
  }

  @Test
  void theTraceIsReadWithoutTheBody() {
    assertThat(Envelope.traceparent(Envelope.request("00-ab", new Greeting("a", 1))))
        .isEqualTo("00-ab");
    assertThat(Envelope.traceparent(json("{\"body\":{\"traceparent\":\"no\"}}"))).isEmpty();
    assertThat(Envelope.traceparent(json("no json"))).isEmpty();
    assertThat(Envelope.traceparent(new byte[0])).isEmpty();
  }

  @Test
  void whatIsNoSuchValueIsRefusedByName() {
    assertThatThrownBy(() -> Envelope.body(json("{\"body\":{\"times\":\"x\"}}"), Greeting.class))
        .isInstanceOf(OptimaException.class)
        .hasMessageContaining("Greeting");
  }

  private static byte[] json(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
