package io.optima.gateway.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import io.grpc.Channel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.optima.gateway.Doors;
import io.optima.gateway.MemoryNodes;
import io.optima.gateway.grpc.StreamCalls.Received;
import io.optima.v1.Durability;
import io.optima.v1.PublishBatchRequest;
import io.optima.v1.PublishBatchResponse;
import io.optima.v1.PublishRecordRequest;
import io.optima.v1.PublishRecordResponse;
import io.optima.v1.StreamServiceGrpc;
import io.optima.v1.StreamServiceGrpc.StreamServiceBlockingStub;
import io.optima.v1.UpdateDatasetRequest;
import io.optima.v1.UpdateStreamRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class StreamPublishTest {
  private static final ByteString PRODUCER = ByteString.copyFrom(new byte[16]);

  private Doors doors;
  private Channel ada;
  private MemoryNodes nodes;

  @BeforeAll
  void open(@TempDir Path home) {
    doors = Doors.open(home);
    ada = doors.as("ada");
    nodes = doors.part(MemoryNodes.class);
  }

  @AfterAll
  void close() {
    doors.close();
  }

  private StreamServiceBlockingStub as(String principal) {
    return StreamServiceGrpc.newBlockingStub(doors.as(principal));
  }

  private PublishRecordResponse publish(PublishRecordRequest.Builder event) {
    return as("ada").publish(event.setData(ByteString.copyFromUtf8("x")).build());
  }

  @Test
  void publishersHearOfNewPartitions() {
    StreamCalls.create(ada, "pub/grow", 1);
    Received<PublishBatchResponse> answers = new Received<>();
    StreamObserver<PublishBatchRequest> batches =
        StreamServiceGrpc.newStub(ada).publishStream(answers);
    PublishBatchRequest batch = StreamCalls.batch("pub/grow", 0, "a");
    batches.onNext(batch);
    AtomicInteger heard = new AtomicInteger();
    await()
        .atMost(Duration.ofSeconds(20))
        .until(
            () -> {
              if (heard.getAndSet(answers.next().getPartitions()) == 0) {
                assertThat(heard).hasValue(1);
                StreamCalls.grow(ada, "pub/grow", 2);
              }
              batches.onNext(batch.toBuilder().clearStream().build());
              return heard.get() == 2;
            });
    batches.onNext(batch.toBuilder().clearStream().setPartition(1).build());
    batches.onCompleted();
  }

  @Test
  void recordsOfAKeyGoWhereKafkaSendsThem() {
    StreamCalls.create(ada, "pub/keys", 11);
    PublishRecordRequest.Builder event =
        PublishRecordRequest.newBuilder()
            .setTopic("pub/keys")
            .setKey(ByteString.copyFromUtf8("foobar"));
    PublishRecordResponse first = publish(event);
    PublishRecordResponse second = publish(event);
    assertThat(first.getPartition()).isEqualTo(8).isEqualTo(second.getPartition());
    assertThat(second.getOffset()).isEqualTo(1);
  }

  @Test
  void anEventIsStoredOnceHoweverOftenItIsPublished() {
    StreamCalls.create(ada, "pub/events", 5);
    PublishRecordRequest.Builder event =
        PublishRecordRequest.newBuilder().setTopic("pub/events").setId("order-1");
    PublishRecordResponse first = publish(event);
    PublishRecordResponse again = publish(event);
    assertThat(again.getRepeated()).isTrue();
    assertThat(again.getPartition()).isEqualTo(first.getPartition());
    assertThat(again.getOffset()).isEqualTo(first.getOffset());
    assertThat(publish(event.setId("order-2")).getRepeated()).isFalse();
  }

  @Test
  void batchesThatAreNoneAreRefused() {
    StreamCalls.create(ada, "pub/bad", 1);
    PublishBatchRequest one = StreamCalls.batch("pub/bad", 0, "a");
    assertThatThrownBy(() -> as("ada").publishBatch(one.toBuilder().setCount(2).build()))
        .hasMessageContaining("INVALID_ARGUMENT")
        .hasMessageContaining("has 1 records and says it has 2");
    assertThatThrownBy(() -> as("ada").publishBatch(one.toBuilder().setPartition(1).build()))
        .hasMessageContaining("NOT_FOUND")
        .hasMessageContaining("partitions are 0 to 0");
    assertThatThrownBy(
            () -> as("ada").publishBatch(one.toBuilder().setProducer(records("x")).build()))
        .hasMessageContaining("16 bytes");
    byte[] large = new byte[9 << 20];
    PublishBatchRequest tooLarge = one.toBuilder().setRecords(ByteString.copyFrom(large)).build();
    assertThatThrownBy(() -> as("ada").publishBatch(tooLarge)).hasMessageContaining("split it");
  }

  private static ByteString records(String value) {
    return StreamCalls.records(value);
  }

  @Test
  void aPublisherGetsTheDurabilityOfTheStreamOrMore() {
    StreamCalls.create(ada, "pub/durable", 1);
    UpdateStreamRequest.Builder level = UpdateStreamRequest.newBuilder().setName("pub/durable");
    as("ada").updateStream(level.setDurability(Durability.DURABILITY_MEMORY).build());
    PublishBatchRequest.Builder batch = StreamCalls.batch("pub/durable", 0, "a").toBuilder();
    as("ada").publishBatch(batch.build());
    as("ada").publishBatch(batch.setDurability(Durability.DURABILITY_FSYNC).build());
    as("ada").updateStream(level.setDurability(Durability.DURABILITY_OBJECT).build());
    as("ada").publishBatch(batch.setDurability(Durability.DURABILITY_MEMORY).build());
    assertThat(nodes.partition("pub/durable", 0).asked())
        .containsExactly(
            Durability.DURABILITY_MEMORY,
            Durability.DURABILITY_FSYNC,
            Durability.DURABILITY_OBJECT);
  }

  @Test
  void onlyStreamsHaveTheirBatchesInTheObjectStore() {
    StreamCalls.create(ada, "pub/synced", 1);
    PublishBatchRequest batch =
        StreamCalls.batch("pub/synced", 0, "a").toBuilder()
            .setDurability(Durability.DURABILITY_OBJECT)
            .build();
    assertThatThrownBy(() -> as("ada").publishBatch(batch))
        .hasMessageContaining("FAILED_PRECONDITION")
        .hasMessageContaining("optima stream set pub/synced --durability object");
  }

  @Test
  void onlyWhoMayChangeTheStreamPublishes() {
    StreamCalls.create(ada, "pub/mine", 1);
    assertThatThrownBy(() -> StreamCalls.publish(doors.as("bob"), "pub/mine", 0, "a"))
        .hasMessageContaining("NOT_FOUND");
    io.optima.v1.DatasetServiceGrpc.newBlockingStub(ada)
        .updateDataset(
            UpdateDatasetRequest.newBuilder().setName("pub/mine").addAddReaders("bob").build());
    assertThatThrownBy(() -> StreamCalls.publish(doors.as("bob"), "pub/mine", 0, "a"))
        .hasMessageContaining("PERMISSION_DENIED");
    assertThat(StreamCalls.publish(ada, "pub/mine", 0, "a", "b").getLastOffset()).isEqualTo(1);
  }

  private StreamObserver<PublishBatchRequest> stream(Received<PublishBatchResponse> answers) {
    return StreamServiceGrpc.newStub(ada).publishStream(answers);
  }

  @Test
  void answersComeInTheOrderOfTheRequestsWhateverIsDoneFirst() throws Exception {
    StreamCalls.create(ada, "pub/order", 2);
    nodes.partition("pub/order", 1).move(); // another node, another call
    nodes.partition("pub/order", 0).hold(true);
    Received<PublishBatchResponse> answers = new Received<>();
    StreamObserver<PublishBatchRequest> requests = stream(answers);
    requests.onNext(StreamCalls.batch("pub/order", 0, "first"));
    requests.onNext(StreamCalls.batch("", 1, "second"));
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> nodes.partition("pub/order", 1).asked().size() == 1);
    assertThat(answers.waiting()).isZero();
    nodes.partition("pub/order", 0).hold(false);
    assertThat(answers.next().getPartition()).isZero();
    assertThat(answers.next().getPartition()).isEqualTo(1);
    requests.onCompleted();
    assertThat(answers.any()).isEqualTo("end");
  }

  @Test
  void whatIsSentAgainByAProducerIsAnsweredWithItsPlace() throws Exception {
    StreamCalls.create(ada, "pub/again", 1);
    PublishBatchRequest batch =
        StreamCalls.batch("pub/again", 0, "a", "b").toBuilder().setProducer(PRODUCER).build();
    Received<PublishBatchResponse> answers = new Received<>();
    StreamObserver<PublishBatchRequest> requests = stream(answers);
    requests.onNext(batch);
    assertThat(answers.next().getRepeated()).isFalse();
    requests.onNext(batch.toBuilder().setStream("").build());
    PublishBatchResponse again = answers.next();
    assertThat(again.getRepeated()).isTrue();
    assertThat(again.getLastOffset()).isEqualTo(1);
    requests.onCompleted();
  }

  @Test
  void aRefusedBatchEndsTheCallAfterTheAnswersBeforeIt() throws Exception {
    StreamCalls.create(ada, "pub/refused", 1);
    nodes.partition("pub/refused", 0).hold(true);
    Received<PublishBatchResponse> answers = new Received<>();
    StreamObserver<PublishBatchRequest> requests = stream(answers);
    requests.onNext(StreamCalls.batch("pub/refused", 0, "good"));
    requests.onNext(StreamCalls.batch("", 0, "bad").toBuilder().setCount(3).build());
    nodes.partition("pub/refused", 0).hold(false);
    assertThat(answers.next().getLastOffset()).isZero();
    assertThat(answers.any())
        .isInstanceOfSatisfying(
            StatusRuntimeException.class,
            e -> assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT));
  }

  /** Sends as long as it is let. */
  private static final class Flood extends Received<PublishBatchResponse>
      implements io.grpc.stub.ClientResponseObserver<PublishBatchRequest, PublishBatchResponse> {
    private static final int BATCHES = 96;
    private final String value = "x".repeat(1 << 20);
    private final AtomicInteger sent = new AtomicInteger();

    @Override
    public void beforeStart(ClientCallStreamObserver<PublishBatchRequest> call) {
      call.setOnReadyHandler(
          () -> {
            while (call.isReady() && sent.get() < BATCHES) {
              call.onNext(
                  StreamCalls.batch(sent.getAndIncrement() == 0 ? "pub/flood" : "", 0, value));
            }
          });
    }
  }

  @Test
  void bytesThatWaitForAcknowledgementAreBounded() throws Exception {
    StreamCalls.create(ada, "pub/flood", 1);
    nodes.partition("pub/flood", 0).hold(true);
    Flood flood = new Flood();
    StreamServiceGrpc.newStub(ada).publishStream(flood);
    int[] last = {-1};
    await()
        .atMost(Duration.ofSeconds(30))
        .pollInterval(Duration.ofMillis(500))
        .until(() -> isStill(flood.sent.get(), last));
    assertThat(flood.sent.get()).isLessThan(Flood.BATCHES / 2);
    nodes.partition("pub/flood", 0).hold(false);
    for (int i = 0; i < Flood.BATCHES; i++) {
      assertThat(flood.next().getFirstOffset()).isEqualTo(i);
    }
  }

  /** Whether it is what it was when this was asked last. */
  private static boolean isStill(int now, int[] last) {
    boolean still = now > 0 && now == last[0];
    last[0] = now;
    return still;
  }

  @Test
  void aPartitionThatMovedIsFound() {
    StreamCalls.create(ada, "pub/moves", 1);
    StreamCalls.publish(ada, "pub/moves", 0, "a");
    nodes.partition("pub/moves", 0).move();
    assertThat(StreamCalls.publish(ada, "pub/moves", 0, "b").getFirstOffset()).isEqualTo(1);
  }

  @Test
  void aMoveEndsAPublishersCallAndItGoesOnWithANewOne() throws Exception {
    StreamCalls.create(ada, "pub/ends", 1);
    Received<PublishBatchResponse> answers = new Received<>();
    StreamObserver<PublishBatchRequest> requests = stream(answers);
    requests.onNext(StreamCalls.batch("pub/ends", 0, "a"));
    answers.next();
    nodes.partition("pub/ends", 0).move();
    requests.onNext(StreamCalls.batch("", 0, "b"));
    assertThat(answers.any())
        .isInstanceOfSatisfying(
            StatusRuntimeException.class,
            e -> assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.ABORTED));
    Received<PublishBatchResponse> more = new Received<>();
    stream(more).onNext(StreamCalls.batch("pub/ends", 0, "b"));
    assertThat(more.next().getFirstOffset()).isEqualTo(1);
  }
}
