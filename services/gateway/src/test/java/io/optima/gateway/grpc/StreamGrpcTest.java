package io.optima.gateway.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.util.Durations;
import io.grpc.Channel;
import io.optima.gateway.Doors;
import io.optima.gateway.MemoryNodes;
import io.optima.identity.PartitionIdentity;
import io.optima.v1.CreateDatasetRequest;
import io.optima.v1.CreateStreamRequest;
import io.optima.v1.Dataset;
import io.optima.v1.DatasetServiceGrpc;
import io.optima.v1.DescribeDatasetRequest;
import io.optima.v1.DescribeStreamRequest;
import io.optima.v1.Durability;
import io.optima.v1.Kind;
import io.optima.v1.ListDatasetsRequest;
import io.optima.v1.Partition;
import io.optima.v1.Retention;
import io.optima.v1.SealPolicy;
import io.optima.v1.SealStreamRequest;
import io.optima.v1.Stream;
import io.optima.v1.StreamServiceGrpc;
import io.optima.v1.StreamServiceGrpc.StreamServiceBlockingStub;
import io.optima.v1.StreamSettings;
import io.optima.v1.UpdateStreamRequest;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class StreamGrpcTest {
  private Doors doors;
  private Channel ada;

  @BeforeAll
  void open(@TempDir Path home) {
    doors = Doors.open(home);
    ada = doors.as("ada");
  }

  @AfterAll
  void close() {
    doors.close();
  }

  private StreamServiceBlockingStub streams() {
    return StreamServiceGrpc.newBlockingStub(ada);
  }

  private Stream describe(String name) {
    return streams().describeStream(DescribeStreamRequest.newBuilder().setName(name).build());
  }

  @Test
  void settingsAreToldWithoutThePartitions() {
    StreamCalls.create(ada, "kind/brief", 3);
    Stream whole = describe("kind/brief");
    Stream brief =
        streams()
            .describeStream(
                DescribeStreamRequest.newBuilder()
                    .setName("kind/brief")
                    .setSettingsOnly(true)
                    .build());
    assertThat(brief).isEqualTo(whole.toBuilder().clearPartitions().build());
    assertThat(whole.getPartitionsCount()).isEqualTo(3);
  }

  @Test
  void aStreamIsADatasetWithSettings() {
    Stream made =
        streams()
            .createStream(
                CreateStreamRequest.newBuilder()
                    .setName("kind/stream")
                    .setDescription("of things")
                    .setSettings(
                        StreamSettings.newBuilder()
                            .setPartitions(3)
                            .setDurability(Durability.DURABILITY_OBJECT)
                            .setRetention(Retention.newBuilder().setAge(Durations.fromDays(7))))
                    .build());
    assertThat(made.getSettings().getSeal().getBytes()).isEqualTo(64L << 20);
    assertThat(made.getSettings().getRetention().getAge()).isEqualTo(Durations.fromDays(7));
    assertThat(made.getPartitionsList()).extracting(Partition::getNumber).containsExactly(0, 1, 2);
    assertThat(describe("kind/stream")).isEqualTo(made);

    Dataset dataset =
        DatasetServiceGrpc.newBlockingStub(ada)
            .describeDataset(DescribeDatasetRequest.newBuilder().setName("kind/stream").build());
    assertThat(dataset.getKind()).isEqualTo(Kind.KIND_STREAM);
    assertThat(dataset.getPartitions()).isEqualTo(3);
    assertThat(
            DatasetServiceGrpc.newBlockingStub(ada)
                .listDatasets(ListDatasetsRequest.newBuilder().setGroup("kind").build())
                .getDatasetsList())
        .contains(dataset);
  }

  @Test
  void oneKeyMakesOneStream() {
    CreateStreamRequest request =
        CreateStreamRequest.newBuilder().setName("kind/once").setIdempotencyKey("k").build();
    String id = streams().createStream(request).getId();
    assertThat(streams().createStream(request).getId()).isEqualTo(id);
    assertThatThrownBy(
            () -> streams().createStream(request.toBuilder().setIdempotencyKey("other").build()))
        .hasMessageContaining("ALREADY_EXISTS");
  }

  @Test
  void whatBelongsToOtherKindsIsRefusedWithTheRemedy() throws Exception {
    StreamCalls.create(ada, "kind/records", 1);
    Uploads.csv(ada, "kind/rows", "id\n1\n");
    assertThatThrownBy(() -> Uploads.csv(ada, "kind/records", "id\n1\n"))
        .hasMessageContaining("FAILED_PRECONDITION")
        .hasMessageContaining("optima stream publish");
    assertThatThrownBy(() -> StreamCalls.publish(ada, "kind/rows", 0, "a"))
        .hasMessageContaining("FAILED_PRECONDITION")
        .hasMessageContaining("kind/rows is no stream");
    assertThatThrownBy(() -> describe("kind/rows")).hasMessageContaining("no stream");
    assertThatThrownBy(
            () ->
                DatasetServiceGrpc.newBlockingStub(ada)
                    .createDataset(
                        CreateDatasetRequest.newBuilder()
                            .setName("kind/other")
                            .setKind(Kind.KIND_STREAM)
                            .build()))
        .hasMessageContaining("optima stream create");
  }

  @Test
  void partitionsTellHowFarTheyAreAndWhatIdentifiesTheirRecords() {
    Stream made = StreamCalls.create(ada, "kind/far", 2);
    StreamCalls.publish(ada, "kind/far", 1, "a", "b");
    Partition open = describe("kind/far").getPartitions(1);
    assertThat(open.getEnd()).isEqualTo(2);
    assertThat(open.getSealed()).isZero();
    assertThat(open.getEpoch()).isEqualTo(1);
    assertThat(open.getNode()).startsWith("127.0.0.1:");
    assertThat(open.getContentId()).isEmpty();

    Stream after = streams().seal(SealStreamRequest.newBuilder().setName("kind/far").build());
    assertThat(after.getPartitions(0)).isEqualTo(made.getPartitions(0));
    assertThat(after.getPartitions(1).getSealed()).isEqualTo(2);
    assertThat(after.getPartitions(1).getContentId())
        .isEqualTo(
            PartitionIdentity.of(
                    UUID.fromString(made.getId()),
                    1,
                    doors.part(MemoryNodes.class).partition("kind/far", 1).peaks())
                .toString());
  }

  @Test
  void settingsThatAreNotNamedStayAndPartitionsOnlyGrow() {
    Stream made = StreamCalls.create(ada, "kind/grows", 2);
    UpdateStreamRequest.Builder update = UpdateStreamRequest.newBuilder().setName("kind/grows");
    Stream kept =
        streams()
            .updateStream(
                update
                    .clone()
                    .setRetention(Retention.newBuilder().setRecords(7))
                    .setSeal(SealPolicy.newBuilder().setAge(Durations.fromSeconds(5)))
                    .build());
    assertThat(kept.getSettings().getPartitions()).isEqualTo(2);
    assertThat(kept.getSettings().getDurability()).isEqualTo(made.getSettings().getDurability());
    assertThat(kept.getSettings().getSeal().getBytes()).isEqualTo(64L << 20);

    Stream grown = StreamCalls.grow(ada, "kind/grows", 3);
    assertThat(grown.getPartitionsList()).hasSize(3);
    assertThat(grown.getSettings().toBuilder().setPartitions(2).build())
        .isEqualTo(kept.getSettings());
    assertThat(describe("kind/grows")).isEqualTo(grown);
    assertThat(StreamCalls.publish(ada, "kind/grows", 2, "a").getFirstOffset()).isZero();
    assertThatThrownBy(() -> StreamCalls.grow(ada, "kind/grows", 2))
        .hasMessageContaining("INVALID_ARGUMENT")
        .hasMessageContaining("they may get more");

    Stream forever =
        streams().updateStream(update.clone().setRetention(Retention.getDefaultInstance()).build());
    assertThat(forever.getSettings().getRetention().hasRecords()).isFalse();
  }

  @Test
  void onlyOwnersChangeSettings() {
    StreamCalls.create(ada, "kind/hers", 1);
    assertThatThrownBy(() -> StreamCalls.grow(doors.as("bob"), "kind/hers", 2))
        .hasMessageContaining("NOT_FOUND");
    assertThat(describe("kind/hers").getPartitionsCount()).isEqualTo(1);
  }
}
