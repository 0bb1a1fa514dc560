package io.optima.gateway.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.optima.identity.PartitionIdentity;
import io.optima.model.stream.SealedManifest;
import io.optima.query.stream.PeaksText;
import io.optima.v1.Partition;
import io.optima.v1.Retention;
import io.optima.v1.SealPolicy;
import io.optima.v1.TruncateStreamRequest;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Topics that have no longer, or never had, what is sealed of them. */
final class KafkaSealLossTest extends SealTest {
  @Test
  void whatWasDroppedBeforeItWasSealedIsNotPassedInSilence() throws Exception {
    create("holed", SEALED);
    delete("holed", 0);
    StreamCalls.publish(ada, "kafka/holed", 0, "a", "b");
    delete("holed", 1);
    assertThat(seal("holed").getBegin()).isEqualTo(1);
    assertThat(read("holed", earliest())).containsExactly("1:b", "end");
    assertThat(read("holed", at(0)).getLast().toString())
        .contains("records 0 to 0 of kafka/holed", "were dropped: begin at 1");
    StreamCalls.publish(ada, "kafka/holed", 0, "c", "d", "e");
    delete("holed", 4);
    assertThatThrownBy(() -> seal("holed"))
        .hasMessageContaining("FAILED_PRECONDITION")
        .hasMessageContaining("dropped records 2 to 3 of partition 0 before they were sealed");
    assertThat(read("holed", earliest()))
        .startsWith("1:b")
        .last()
        .asString()
        .contains("records 2 to 3 of partition 0", "begin at 4");
    assertThat(read("holed", at(4))).containsExactly("4:e", "end");
  }

  @Test
  void aTopicThatWasCreatedAgainIsNotTakenForTheOneThatWasSealed() throws Exception {
    create("again", SEALED);
    StreamCalls.publish(ada, "kafka/again", 0, "a", "b");
    assertThat(seal("again").getSealed()).isEqualTo(2);
    broker.admin.deleteTopics(Set.of("again")).all().get();
    await().atMost(SOON).until(() -> !broker.admin.listTopics().names().get().contains("again"));
    broker.create("again", 1, Map.of());
    for (String value : List.of("x", "y", "z")) {
      broker.produce("again", 0, "k", value);
    }
    await().atMost(SOON).until(() -> describe("again").getPartitions(0).getEnd() == 3);
    assertThatThrownBy(() -> seal("again"))
        .hasMessageContaining("FAILED_PRECONDITION")
        .hasMessageContaining("deleted and created again");
    assertThat(read("again", earliest()))
        .startsWith("0:a", "1:b")
        .last()
        .asString()
        .contains("deleted and created again");
  }

  @Test
  void sealedChunksAreDroppedAndTheTopicIsLeftAlone() throws Exception {
    create("cut", SEALED);
    StreamCalls.publish(ada, "kafka/cut", 0, "a", "b");
    String before = seal("cut").getContentId();
    StreamCalls.publish(ada, "kafka/cut", 0, "c");
    Partition after =
        streams()
            .truncate(
                TruncateStreamRequest.newBuilder()
                    .setName("kafka/cut")
                    .setKeep(Retention.newBuilder().setRecords(1))
                    .build())
            .getPartitions(0);
    assertThat(after.getBegin()).isEqualTo(2);
    assertThat(after.getSealed()).isEqualTo(3);
    assertThat(broker.read("cut", 0)).hasSize(3);
    assertThat(read("cut", earliest())).containsExactly("2:c", "end");
    SealedManifest manifest = log().sealed(Objects.requireNonNull(head("cut").manifest()));
    assertThat(PartitionIdentity.of(manifest.stream(), 0, PeaksText.parse(manifest.dropped())))
        .hasToString(before);
    create("uncut", SealPolicy.newBuilder());
    assertThatThrownBy(
            () ->
                streams()
                    .truncate(
                        TruncateStreamRequest.newBuilder()
                            .setName("kafka/uncut")
                            .setKeep(Retention.newBuilder().setRecords(1))
                            .build()))
        .hasMessageContaining("of which nothing is sealed: set its retention.ms");
  }
}
