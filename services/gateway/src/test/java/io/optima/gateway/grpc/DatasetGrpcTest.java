package io.optima.gateway.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.optima.gateway.Doors;
import io.optima.v1.CreateDatasetRequest;
import io.optima.v1.Dataset;
import io.optima.v1.DatasetServiceGrpc;
import io.optima.v1.DescribeDatasetRequest;
import io.optima.v1.DropDatasetRequest;
import io.optima.v1.Format;
import io.optima.v1.ListDatasetsRequest;
import io.optima.v1.ListVersionsRequest;
import io.optima.v1.ProveRequest;
import io.optima.v1.PublishHeader;
import io.optima.v1.PublishRequest;
import io.optima.v1.PublishResponse;
import io.optima.v1.RangeProof;
import io.optima.v1.UndropDatasetRequest;
import io.optima.v1.UpdateDatasetRequest;
import io.optima.v1.Version;
import io.optima.v1.WatchRequest;
import java.nio.file.Path;
import java.util.Iterator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class DatasetGrpcTest {
  private Doors doors;

  @BeforeAll
  void open(@TempDir Path home) {
    doors = Doors.open(home);
  }

  @AfterAll
  void close() {
    doors.close();
  }

  private DatasetServiceGrpc.DatasetServiceBlockingStub as(String principal) {
    return DatasetServiceGrpc.newBlockingStub(doors.as(principal));
  }

  @Test
  void callsWithoutPrincipalAreRefusedWithRemedy() {
    assertThatThrownBy(
            () ->
                DatasetServiceGrpc.newBlockingStub(doors.anonymous())
                    .describeDataset(DescribeDatasetRequest.getDefaultInstance()))
        .isInstanceOf(StatusRuntimeException.class)
        .hasMessageContaining("UNAUTHENTICATED")
        .hasMessageContaining("Bearer <token>");
  }

  @Test
  void publishedRowsAreAVersionThatReadersMayDescribeAndOthersMayNot() throws Exception {
    PublishResponse published =
        Uploads.csv(doors.as("ada"), "grpc/first", "id,name\n1,one\n2,two\n");
    Version version = published.getVersion();
    assertThat(version.getNumber()).isEqualTo(1);
    assertThat(version.getRows()).isEqualTo(2);
    assertThat(version.getContentId()).startsWith("sha256:");
    assertThat(published.getDataset().getOwner()).isEqualTo("ada");

    assertThatThrownBy(() -> describe("bob", "grpc/first")).hasMessageContaining("NOT_FOUND");
    as("ada")
        .updateDataset(
            UpdateDatasetRequest.newBuilder().setName("grpc/first").addAddReaders("bob").build());
    assertThat(describe("bob", "grpc/first").getLatest()).isEqualTo(version);
    assertThatThrownBy(() -> drop("bob", "grpc/first")).hasMessageContaining("PERMISSION_DENIED");
  }

  private Dataset describe(String principal, String name) {
    return as(principal).describeDataset(DescribeDatasetRequest.newBuilder().setName(name).build());
  }

  private Dataset drop(String principal, String name) {
    return as(principal).dropDataset(DropDatasetRequest.newBuilder().setName(name).build());
  }

  @Test
  void sameContentAgainIsUnchanged() throws Exception {
    Uploads.csv(doors.as("ada"), "grpc/again", "id\n1\n");
    PublishResponse again = Uploads.csv(doors.as("ada"), "grpc/again", "id\n1\n");
    assertThat(again.getUnchanged()).isTrue();
    assertThat(again.getVersion().getNumber()).isEqualTo(1);
  }

  @Test
  void versionsComeNewestFirstPageByPage() throws Exception {
    for (int i = 1; i <= 3; i++) {
      Uploads.csv(doors.as("ada"), "grpc/many", "id\n" + i + "\n");
    }
    var first =
        as("ada")
            .listVersions(
                ListVersionsRequest.newBuilder().setName("grpc/many").setPageSize(2).build());
    assertThat(first.getVersionsList()).extracting(Version::getNumber).containsExactly(3L, 2L);
    var second =
        as("ada")
            .listVersions(
                ListVersionsRequest.newBuilder()
                    .setName("grpc/many")
                    .setPageSize(2)
                    .setPageToken(first.getNextPageToken())
                    .build());
    assertThat(second.getVersionsList()).extracting(Version::getNumber).containsExactly(1L);
    assertThat(second.getNextPageToken()).isEmpty();
  }

  @Test
  void settingsLabelsAndDroppingAreSeenAtOnce() {
    as("ada")
        .createDataset(
            CreateDatasetRequest.newBuilder().setName("grpc/set").putLabels("a", "1").build());
    Dataset changed =
        as("ada")
            .updateDataset(
                UpdateDatasetRequest.newBuilder()
                    .setName("grpc/set")
                    .setDescription("of things")
                    .putSetLabels("b", "2")
                    .addRemoveLabels("a")
                    .build());
    assertThat(changed.getLabelsMap()).containsExactlyEntriesOf(java.util.Map.of("b", "2"));
    assertThat(drop("ada", "grpc/set").getDropped()).isTrue();
    assertThat(describe("ada", "grpc/set").getDropped()).isTrue();
    assertThat(
            as("ada")
                .listDatasets(ListDatasetsRequest.newBuilder().setGroup("grpc").build())
                .getDatasetsList())
        .extracting(Dataset::getName)
        .doesNotContain("grpc/set");
    as("ada").undropDataset(UndropDatasetRequest.newBuilder().setName("grpc/set").build());
    assertThat(describe("ada", "grpc/set").getDropped()).isFalse();
  }

  @Test
  void watchersSeeWhatHappenedAndWhatHappensNext() throws Exception {
    Uploads.csv(doors.as("ada"), "grpc/watched", "id\n1\n");
    Iterator<Dataset> changes =
        as("ada")
            .watch(WatchRequest.newBuilder().setName("grpc/watched").setAfterSequence(1).build());
    assertThat(changes.next().getLatest().getNumber()).isEqualTo(1);
    Uploads.csv(doors.as("ada"), "grpc/watched", "id\n2\n");
    assertThat(changes.next().getLatest().getNumber()).isEqualTo(2);
  }

  @Test
  void aProofCoversTheLeavesOfTheRange() throws Exception {
    Uploads.csv(doors.as("ada"), "grpc/proven", "id,name\n1,one\n2,two\n");
    RangeProof proof =
        as("ada")
            .prove(
                ProveRequest.newBuilder().setReference("grpc/proven@1").addColumns("id").build());
    assertThat(proof.getContentId())
        .isEqualTo(describe("ada", "grpc/proven").getLatest().getContentId());
    assertThat(proof.getLeaves(0).getColumnDigests(0).isEmpty()).isTrue();
    assertThat(proof.getLeaves(0).getColumnDigests(1).isEmpty()).isFalse();
  }

  @Test
  void aPublishWithoutHeaderIsRefused() {
    assertThatThrownBy(
            () ->
                Uploads.send(
                    doors.as("ada"),
                    io.optima.v1.PublishRequest.newBuilder()
                        .setData(ByteString.copyFromUtf8("x"))
                        .build()))
        .hasMessageContaining("header");
  }

  @Test
  void refusalsNameTheValueAndTheRemedy() {
    assertThatThrownBy(() -> describe("ada", "Grpc/First"))
        .isInstanceOfSatisfying(
            StatusRuntimeException.class,
            e -> assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT))
        .hasMessageContaining("Grpc")
        .hasMessageContaining("a-z");
  }

  private static PublishRequest header(PublishHeader.Builder header) {
    return PublishRequest.newBuilder()
        .setHeader(header.setFormat(Format.FORMAT_CSV).setCreate(true))
        .build();
  }

  @Test
  void aBaseThatIsNoLongerTheLatestIsAConflict() throws Exception {
    Uploads.csv(doors.as("ada"), "grpc/based", "id\n1\n");
    PublishHeader.Builder based = PublishHeader.newBuilder().setDataset("grpc/based");
    PublishResponse second =
        Uploads.send(doors.as("ada"), header(based.setBaseVersion(1)), Uploads.data("id\n2\n"));
    assertThat(second.getVersion().getNumber()).isEqualTo(2);
    assertThatThrownBy(
            () ->
                Uploads.send(
                    doors.as("ada"), header(based.setBaseVersion(1)), Uploads.data("id\n3\n")))
        .hasMessageContaining("ABORTED")
        .hasMessageContaining("version 2, not 1");
  }

  @Test
  void aProtobufMessageDeclaresTheColumns() throws Exception {
    PublishHeader.Builder declared =
        PublishHeader.newBuilder()
            .setDataset("grpc/declared")
            .setProtoSource(
                "syntax = \"proto3\"; message Order { int32 id = 1; string note = 2; }");
    PublishResponse published =
        Uploads.send(doors.as("ada"), header(declared), Uploads.data("id,note\n1,007\n"));
    assertThat(published.getVersion().getSchema().getColumnsList())
        .extracting(column -> column.getName() + " " + column.getType())
        .containsExactly("id int32", "note utf8");
    assertThatThrownBy(
            () -> Uploads.send(doors.as("ada"), header(declared), Uploads.data("id,note\nten,x\n")))
        .hasMessageContaining("id")
        .hasMessageContaining("ten");
  }
}
