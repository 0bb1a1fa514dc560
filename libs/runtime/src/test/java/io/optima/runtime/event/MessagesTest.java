package io.optima.runtime.event;

import static org.assertj.core.api.Assertions.assertThat;

import io.optima.model.ErrorCode;
import io.optima.model.OptimaException;
import io.optima.runtime.telemetry.Traces;
import io.optima.store.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Events from one end to the other, without what carries the messages. */
class MessagesTest {
  private static final String TOPIC = "tests";

  record Told(int number, String text) {}

  private final BlockingQueue<Message> sent = new LinkedBlockingQueue<>();
  private final CountDownLatch broker = new CountDownLatch(1);
  private final List<List<Told>> heard = new ArrayList<>();

  private final EventCallbacks callbacks =
      new EventCallbacks(List.of(new Subscription<>(TOPIC, Told.class, heard::add)), Traces.none());

  private void send(Message message) throws InterruptedException {
    sent.add(message);
    broker.await();
  }

  private Message next() throws InterruptedException {
    Message message = sent.poll(1, TimeUnit.MINUTES);
    assertThat(message).isNotNull();
    return message == null ? new Message(List.of()) : message;
  }

  private int arrives(Object data) {
    byte[] cloudEvent = Json.bytes(Map.of("id", "1", "data", data));
    return callbacks.message(TOPIC, cloudEvent).getStatusCode().value();
  }

  @Test
  void whatGathersWhileAMessageIsOnItsWayGoesTogetherInOrder() throws Exception {
    Outbox outbox = new Outbox(TOPIC, this::send);
    outbox.offer(new Told(0, ""), "");
    Message first = next();
    IntStream.rangeClosed(1, 150).forEach(i -> outbox.offer(new Told(i, "ä\"{}"), "trace" + i));
    broker.countDown();
    Message second = next();
    Message third = next();
    outbox.close(System.nanoTime());

    assertThat(first.events()).hasSize(1);
    assertThat(second.events()).hasSize(100);
    assertThat(second.events().getFirst().traceparent()).isEqualTo("trace1");
    assertThat(third.events()).hasSize(50);
    assertThat(arrives(second)).isEqualTo(200);
    assertThat(heard.getFirst())
        .extracting(Told::number)
        .containsExactlyElementsOf(IntStream.rangeClosed(1, 100).boxed().toList());
    assertThat(heard.getFirst()).extracting(Told::text).containsOnly("ä\"{}");
  }

  @Test
  void aMessageEndsBeforeItIsTooLongForABroker() throws Exception {
    Outbox outbox = new Outbox(TOPIC, this::send);
    outbox.offer(new Told(0, ""), "");
    next();
    IntStream.range(0, 10).forEach(i -> outbox.offer(new Told(i, "x".repeat(100_000)), ""));
    broker.countDown();
    for (int i = 0; i < 5; i++) {
      assertThat(next().events()).hasSize(2);
    }
    outbox.close(System.nanoTime());
  }

  @Test
  void whatWaitsIsSentWhenItIsClosed() throws Exception {
    Outbox outbox = new Outbox(TOPIC, this::send);
    outbox.offer(new Told(0, ""), "");
    next();
    outbox.offer(new Told(1, ""), "");
    broker.countDown();
    outbox.close(System.nanoTime() + TimeUnit.MINUTES.toNanos(1));
    assertThat(next().events()).hasSize(1);
  }

  @Test
  void anEventThatCannotBeReadIsLeftOut() {
    assertThat(
            arrives(
                Map.of(
                    "events",
                    List.of(
                        Map.of("body", Map.of("number", "none")),
                        Map.of("body", Map.of("number", 7))))))
        .isEqualTo(200);
    assertThat(heard.getFirst()).extracting(Told::number).containsExactly(7);
  }

  @Test
  void aMessageOfAnotherKindDoesNotComeAgain() {
    assertThat(arrives("words")).isEqualTo(404);
    assertThat(arrives(Map.of("number", 7))).isEqualTo(404);
    assertThat(heard).isEmpty();
  }

  @Test
  void eventsThatWereNotHandledComeAgain() {
    EventCallbacks failing =
        new EventCallbacks(
            List.of(
                new Subscription<>(
                    TOPIC,
                    Told.class,
                    _ -> {
                      throw new OptimaException(ErrorCode.UNAVAILABLE, "not now");
                    })),
            Traces.none());
    byte[] message =
        Json.bytes(Map.of("data", new Message(List.of(new Message.Event("", "{\"number\":1}")))));
    assertThat(failing.message(TOPIC, message).getStatusCode().value()).isEqualTo(503);
  }
}
