package io.optima.gateway.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.util.Timestamps;
import io.grpc.Channel;
import io.optima.gateway.Doors;
import io.optima.gateway.MemoryNodes;
import io.optima.gateway.MemoryPartition;
import io.optima.gateway.grpc.StreamCalls.Subscribed;
import io.optima.v1.DatasetServiceGrpc;
import io.optima.v1.DropDatasetRequest;
import io.optima.v1.PartitionStart;
import io.optima.v1.StartAt;
import io.optima.v1.SubscribeStart;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class StreamSubscribeTest {
  private static final long ENOUGH = 1 << 20;

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

  private static SubscribeStart.Builder earliest(String stream) {
    return SubscribeStart.newBuilder()
        .setStream(stream)
        .setCredit(ENOUGH)
        .setAt(StartAt.newBuilder().setEarliest(true));
  }

  private static SubscribeStart.Builder from(String stream, long offset) {
    return SubscribeStart.newBuilder()
        .setStream(stream)
        .setCredit(ENOUGH)
        .addPartitions(PartitionStart.newBuilder().setOffset(offset));
  }

  @Test
  void sealedRecordsComeFirstThenTheTailThenWhatComesLater() throws Exception {
    StreamCalls.create(ada, "sub/all", 1);
    StreamCalls.publish(ada, "sub/all", 0, "a", "b");
    nodes.partition("sub/all", 0).seal();
    StreamCalls.publish(ada, "sub/all", 0, "c");
    Subscribed subscribed = Subscribed.to(ada, earliest("sub/all"));
    assertThat(subscribed.value()).isEqualTo("0:a");
    assertThat(subscribed.value()).isEqualTo("1:b");
    assertThat(subscribed.value()).isEqualTo("2:c");
    StreamCalls.publish(ada, "sub/all", 0, "d");
    assertThat(subscribed.value()).isEqualTo("3:d");
  }

  @Test
  void whatIsThereIsSentWithoutWaitingForMore() throws Exception {
    StreamCalls.create(ada, "sub/now", 3);
    StreamCalls.publish(ada, "sub/now", 1, "a");
    nodes.partition("sub/now", 1).seal();
    StreamCalls.publish(ada, "sub/now", 1, "b");
    Subscribed subscribed = Subscribed.to(ada, earliest("sub/now").setUntilNow(true));
    assertThat(subscribed.value()).isEqualTo("0:a");
    assertThat(subscribed.value()).isEqualTo("1:b");
    assertThat(subscribed.any()).isEqualTo("end");
  }

  @Test
  void anOffsetWithinABatchIsTheFirstThatComes() throws Exception {
    StreamCalls.create(ada, "sub/within", 1);
    StreamCalls.publish(ada, "sub/within", 0, "a", "b", "c");
    assertThat(Subscribed.to(ada, from("sub/within", 1)).value()).isEqualTo("1:b");
    nodes.partition("sub/within", 0).seal();
    assertThat(Subscribed.to(ada, from("sub/within", 2)).value()).isEqualTo("2:c");
  }

  @Test
  void latestIsBehindTheLastRecord() throws Exception {
    StreamCalls.create(ada, "sub/latest", 1);
    StreamCalls.publish(ada, "sub/latest", 0, "a");
    Subscribed subscribed = latest("sub/latest");
    assertThat(subscribed.value()).endsWith(":later").doesNotStartWith("0:");
  }

  /** One that hears of partition 0. */
  private Subscribed latest(String stream) {
    Subscribed subscribed =
        Subscribed.to(ada, earliest(stream).setAt(StartAt.newBuilder().setLatest(true)));
    await()
        .atMost(Duration.ofSeconds(20))
        .until(
            () -> {
              StreamCalls.publish(ada, stream, 0, "later");
              return subscribed.waiting() > 0;
            });
    return subscribed;
  }

  @Test
  void partitionsThatAreAddedAreReadFromTheirFirstRecord() throws Exception {
    StreamCalls.create(ada, "sub/grows", 1);
    Subscribed subscribed = latest("sub/grows");
    StreamCalls.grow(ada, "sub/grows", 3);
    StreamCalls.publish(ada, "sub/grows", 2, "new");
    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(() -> assertThat(subscribed.value()).isEqualTo("0:new"));
  }

  @Test
  void aStreamThatIsDroppedEndsItsSubscriptions() throws Exception {
    StreamCalls.create(ada, "sub/gone", 1);
    Subscribed subscribed = latest("sub/gone");
    DatasetServiceGrpc.newBlockingStub(ada)
        .dropDataset(DropDatasetRequest.newBuilder().setName("sub/gone").build());
    Object last = subscribed.any();
    while (!(last instanceof Throwable)) {
      last = subscribed.any();
    }
    assertThat(last.toString()).contains("NOT_FOUND").contains("dropped");
  }

  @Test
  void timesAreFoundInTheTailAndInWhatIsSealed() throws Exception {
    StreamCalls.create(ada, "sub/time", 1);
    StreamCalls.publish(ada, "sub/time", 0, "a", "b");
    SubscribeStart.Builder later =
        earliest("sub/time")
            .setAt(
                StartAt.newBuilder().setTime(Timestamps.fromMicros(MemoryPartition.APPENDED + 1)));
    SubscribeStart.Builder then =
        earliest("sub/time")
            .setAt(StartAt.newBuilder().setTime(Timestamps.fromMicros(MemoryPartition.APPENDED)));
    assertThat(Subscribed.to(ada, then).value()).isEqualTo("0:a");
    assertThat(Subscribed.to(ada, later.setUntilNow(true)).any()).isEqualTo("end");
  }

  @Test
  void noMoreIsSentThanTheCreditAllows() throws Exception {
    StreamCalls.create(ada, "sub/credit", 1);
    for (int i = 0; i < 5; i++) {
      StreamCalls.publish(ada, "sub/credit", 0, "0123456789");
    }
    Subscribed subscribed = Subscribed.to(ada, earliest("sub/credit").setCredit(1));
    assertThat(subscribed.value()).startsWith("0:");
    subscribed.credit(10); // what is owed for the first batch, not enough for another
    assertThat(subscribed.waiting()).isZero();
    subscribed.credit(14);
    assertThat(subscribed.value()).startsWith("1:");
    assertThat(subscribed.waiting()).isZero();
    subscribed.credit(ENOUGH);
    assertThat(subscribed.value()).startsWith("2:");
    assertThat(subscribed.value()).startsWith("3:");
  }

  @Test
  void aNodeThatMovesOrStartsAgainIsFoundAgain() throws Exception {
    StreamCalls.create(ada, "sub/moves", 1);
    StreamCalls.publish(ada, "sub/moves", 0, "a");
    Subscribed subscribed = Subscribed.to(ada, earliest("sub/moves"));
    assertThat(subscribed.value()).isEqualTo("0:a");
    nodes.partition("sub/moves", 0).move();
    StreamCalls.publish(ada, "sub/moves", 0, "b");
    assertThat(subscribed.value()).isEqualTo("1:b");
    nodes.restart(1);
    await()
        .atMost(Duration.ofSeconds(20))
        .ignoreExceptions()
        .until(() -> StreamCalls.publish(ada, "sub/moves", 0, "c").getFirstOffset() >= 2);
    assertThat(subscribed.value()).isEqualTo("2:c");
  }

  @Test
  void whatTheJournalGaveUpIsReadFromChunks() throws Exception {
    StreamCalls.create(ada, "sub/released", 1);
    StreamCalls.publish(ada, "sub/released", 0, "a".repeat(100));
    StreamCalls.publish(ada, "sub/released", 0, "b");
    StreamCalls.publish(ada, "sub/released", 0, "c");
    Subscribed subscribed = Subscribed.to(ada, earliest("sub/released").setCredit(1));
    assertThat(subscribed.value()).startsWith("0:");
    nodes.partition("sub/released", 0).seal();
    nodes.partition("sub/released", 0).move(); // so that the call to the node ends
    subscribed.credit(ENOUGH);
    assertThat(subscribed.value()).isEqualTo("1:b");
    assertThat(subscribed.value()).isEqualTo("2:c");
    StreamCalls.publish(ada, "sub/released", 0, "d");
    assertThat(subscribed.value()).isEqualTo("3:d");
  }

  @Test
  void recordsThatWereDroppedAreNotSkippedInSilence() throws Exception {
    StreamCalls.create(ada, "sub/dropped", 1);
    StreamCalls.publish(ada, "sub/dropped", 0, "a", "b", "c");
    nodes.partition("sub/dropped", 0).seal();
    nodes.partition("sub/dropped", 0).drop(2);
    assertThat(Subscribed.to(ada, from("sub/dropped", 0)).any().toString())
        .contains("FAILED_PRECONDITION")
        .contains("records 0 to 1")
        .contains("begin at 2");
    assertThat(Subscribed.to(ada, earliest("sub/dropped")).value()).isEqualTo("2:c");
  }

  @Test
  void subscribersNeedTheRightToReadAndAreRecorded() throws Exception {
    StreamCalls.create(ada, "sub/mine", 1);
    assertThat(Subscribed.to(doors.as("bob"), earliest("sub/mine")).any().toString())
        .contains("NOT_FOUND");
    assertThat(Subscribed.to(ada, earliest("sub/mine").setUntilNow(true)).any()).isEqualTo("end");
    assertThat(doors.audit())
        .contains("ada data.read sub/mine subscribe")
        .noneMatch(record -> record.startsWith("bob data.read sub/mine"));
  }

  @Test
  void aStartThatSaysNothingIsRefused() throws Exception {
    StreamCalls.create(ada, "sub/nothing", 1);
    SubscribeStart.Builder nothing = SubscribeStart.newBuilder().setStream("sub/nothing");
    assertThat(Subscribed.to(ada, nothing).any().toString())
        .contains("INVALID_ARGUMENT")
        .contains("earliest, latest or a time");
  }
}
