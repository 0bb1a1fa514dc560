package io.optima.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.Status;
import io.optima.model.ErrorCode;
import io.optima.model.OptimaException;
import io.optima.model.stream.Partitioner;
import io.optima.model.stream.StreamRecord;
import io.optima.v1.PublishBatchRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class StreamPublisherTest {
  private static final PublisherSettings LAZY =
      PublisherSettings.DEFAULT.withLinger(Duration.ofHours(1));

  private static StreamRecord record(@Nullable String key, String value) {
    return new StreamRecord(
        0, key == null ? null : key.getBytes(UTF_8), value.getBytes(UTF_8), List.of());
  }

  private static void with(StreamServer service, PublisherSettings settings, Publishing test)
      throws Exception {
    try (SmallServer server = new SmallServer(service);
        OptimaClient client = server.client()) {
      StreamPublisher publisher = client.streams().publisher("s/t", settings);
      test.run(publisher);
    }
  }

  private interface Publishing {
    void run(StreamPublisher publisher) throws Exception;
  }

  @Test
  void recordsOfAKeyStayInOrderInTheirPartition() throws Exception {
    StreamServer service = new StreamServer(4, null);
    with(
        service,
        PublisherSettings.DEFAULT,
        publisher -> {
          List<CompletableFuture<RecordPlace>> places = new ArrayList<>();
          for (int i = 0; i < 100; i++) {
            places.add(publisher.publish(record("k" + i % 3, "v" + i)));
          }
          publisher.close();
          for (int i = 0; i < 100; i++) {
            RecordPlace place = places.get(i).get(20, TimeUnit.SECONDS);
            assertThat(place.partition())
                .isEqualTo(Partitioner.partition(("k" + i % 3).getBytes(UTF_8), 4));
            assertThat(service.values(place.partition()).get((int) place.offset()))
                .isEqualTo("v" + i);
          }
        });
  }

  @Test
  void partitionsThatAreNewAreUsedAsSoonAsTheServerTellsOfThem() throws Exception {
    StreamServer service = new StreamServer(1, null);
    with(
        service,
        PublisherSettings.DEFAULT,
        publisher -> {
          publisher.publish(record("foobar", "before")).get(20, TimeUnit.SECONDS);
          service.grow(11);
          publisher.publish(record("foobar", "tells")).get(20, TimeUnit.SECONDS);
          RecordPlace after =
              publisher.publish(record("foobar", "after")).get(20, TimeUnit.SECONDS);
          assertThat(after.partition())
              .isEqualTo(Partitioner.partition("foobar".getBytes(UTF_8), 11))
              .isPositive();
          assertThat(service.values(0)).containsExactly("before", "tells");
          publisher.publish(10, record(null, "last")).get(20, TimeUnit.SECONDS);
          publisher.close();
        });
  }

  @Test
  void whileABatchIsOnItsWayOthersGrowUntilTheyAreFull() throws Exception {
    StreamServer service = new StreamServer(1, null);
    service.silence(true);
    with(
        service,
        LAZY.withBuffer(1000, 100_000),
        publisher -> {
          CompletableFuture<RecordPlace> first = publisher.publish(record(null, "first"));
          Await.until(() -> service.requests.size() == 1);
          for (int i = 0; i < 25; i++) {
            var _ = publisher.publish(record(null, "x".repeat(90)));
          }
          Await.until(() -> service.requests.size() == 3);
          assertThat(first).isNotDone();
          service.silence(false);
          Await.until(() -> service.requests.size() == 4);
          assertThat(service.requests)
              .extracting(PublishBatchRequest::getCount)
              .containsExactly(1, 10, 10, 5);
          publisher.close();
        });
  }

  @Test
  void whileABatchIsOnItsWayOthersWaitForNoLongerThanTheyMayLinger() throws Exception {
    StreamServer service = new StreamServer(1, null);
    service.silence(true);
    with(
        service,
        PublisherSettings.DEFAULT,
        publisher -> {
          var _ = publisher.publish(record(null, "x"));
          Await.until(() -> service.requests.size() == 1);
          var _ = publisher.publish(record(null, "y"));
          Await.until(() -> service.requests.size() == 2);
          service.silence(false);
          publisher.close();
        });
  }

  @Test
  void withoutKeysBatchesGoToAllPartitions() throws Exception {
    StreamServer service = new StreamServer(3, null);
    with(
        service,
        LAZY.withBuffer(100, 100_000),
        publisher -> {
          for (int i = 0; i < 300; i++) {
            var _ = publisher.publish(record(null, "0123456789"));
          }
          publisher.close();
        });
    assertThat(service.requests).extracting("partition_").contains(0, 1, 2);
    assertThat(service.requests).as("sticky").hasSizeLessThan(100);
  }

  /** Calls break before and after what they brought was stored; none is lost, doubled or moved. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void eachRecordIsStoredOnceInOrderThoughCallsBreak(long seed) throws Exception {
    StreamServer service = new StreamServer(2, new Random(seed));
    List<String> sent = new ArrayList<>();
    with(
        service,
        LAZY.withBuffer(20, 400),
        publisher -> {
          for (int i = 0; i < 200; i++) {
            sent.add("v" + i);
            var _ = publisher.publish(i % 2, record(null, "v" + i));
          }
          publisher.close();
        });
    for (int partition : new int[] {0, 1}) {
      int odd = partition;
      assertThat(service.values(partition))
          .isEqualTo(sent.stream().filter(v -> v.charAt(v.length() - 1) % 2 == odd).toList());
    }
    long batches =
        service.requests.stream()
            .map(request -> request.getPartition() + "/" + request.getSequence())
            .distinct()
            .count();
    assertThat(service.requests).as("some were sent again").hasSizeGreaterThan((int) batches);
  }

  @Test
  void publishingWaitsWhileTheBufferIsFull() throws Exception {
    StreamServer service = new StreamServer(1, null);
    service.hold(true);
    with(
        service,
        LAZY.withBuffer(100, 1000),
        publisher -> {
          AtomicInteger published = new AtomicInteger();
          Thread sender =
              Thread.startVirtualThread(
                  () -> {
                    for (int i = 0; i < 200; i++) {
                      var _ = publisher.publish(record(null, "0123456789"));
                      published.incrementAndGet();
                    }
                  });
          Await.until(() -> sender.getState() == Thread.State.WAITING && published.get() > 50);
          assertThat(published.get()).isLessThan(100);
          service.hold(false);
          sender.join();
          publisher.close();
          assertThat(service.values(0)).hasSize(200);
        });
  }

  @Test
  void anErrorThatStaysFailsAllThatWaitsAndAllThatComes() throws Exception {
    StreamServer service = new StreamServer(1, null);
    service.refuse(Status.PERMISSION_DENIED.withDescription("not yours"));
    with(
        service,
        PublisherSettings.DEFAULT,
        publisher -> {
          CompletableFuture<RecordPlace> answer = publisher.publish(record(null, "x"));
          assertThatThrownBy(() -> answer.get(20, TimeUnit.SECONDS))
              .hasMessageContaining("not yours");
          assertThatThrownBy(() -> publisher.publish(record(null, "y")))
              .isInstanceOfSatisfying(
                  OptimaException.class,
                  e -> assertThat(e.code()).isEqualTo(ErrorCode.PERMISSION_DENIED));
          assertThatThrownBy(publisher::close).hasMessageContaining("not yours");
        });
  }

  @Test
  void aServerThatStaysAwayIsNotWaitedForForEver() throws Exception {
    StreamServer service = new StreamServer(1, null);
    service.refuse(Status.UNAVAILABLE.withDescription("away"));
    with(
        service,
        PublisherSettings.DEFAULT.withPatience(Duration.ofMillis(200)),
        publisher -> {
          var _ = publisher.publish(record(null, "x"));
          assertThatThrownBy(publisher::close).hasMessageContaining("away");
          assertThat(service.requests).hasSizeGreaterThan(1);
        });
  }

  @Test
  void aPartitionThatIsTooFarBehindIsWaitedFor() throws Exception {
    StreamServer service = new StreamServer(1, null);
    service.refuse(Status.RESOURCE_EXHAUSTED.withDescription("too much waits to be sealed"));
    with(
        service,
        LAZY.withBuffer(20, 400),
        publisher -> {
          for (int i = 0; i < 9; i++) {
            var _ = publisher.publish(record(null, "v" + i));
          }
          Await.until(() -> service.requests.size() > 2);
          service.refuse(null);
          publisher.close();
          assertThat(service.values(0))
              .containsExactly("v0", "v1", "v2", "v3", "v4", "v5", "v6", "v7", "v8");
        });
  }

  @Test
  void whoeverWaitsForAnAnswerHasItWhenThePublisherIsClosed() throws Exception {
    StreamServer service = new StreamServer(1, null);
    service.silence(true);
    with(
        service,
        PublisherSettings.DEFAULT,
        publisher -> {
          CountDownLatch slow = new CountDownLatch(1);
          var _ = publisher.publish(record(null, "x")).thenRun(() -> await(slow));
          CompletableFuture<RecordPlace> second = publisher.publish(record(null, "y"));
          service.silence(false);
          Thread closing = Thread.startVirtualThread(publisher::close);
          assertThat(closing.join(Duration.ofMillis(300))).isFalse();
          slow.countDown();
          closing.join();
          assertThat(second).isDone();
        });
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void aClosedPublisherSaysSo() throws Exception {
    with(
        new StreamServer(1, null),
        PublisherSettings.DEFAULT,
        publisher -> {
          publisher.close();
          assertThatThrownBy(() -> publisher.publish(record(null, "x")))
              .hasMessageContaining("closed");
        });
  }
}
