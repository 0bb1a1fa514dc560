package io.optima.gateway.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import io.grpc.Context;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import io.optima.gateway.Doors;
import io.optima.v1.DatasetServiceGrpc;
import io.optima.v1.DescribeDatasetRequest;
import io.optima.v1.Format;
import io.optima.v1.PublishRequest;
import io.optima.v1.PublishResponse;
import io.optima.v1.ReadRequest;
import io.optima.v1.ReadResponse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Iterator;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.arrow.memory.BufferAllocator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Clients that stop reading, stop sending or vanish leave nothing behind. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class SlowClientsTest {
  private static final int MESSAGE_BYTES = 1 << 20;
  private static final int MESSAGES = 48;

  private Path home;
  private Doors doors;

  @BeforeAll
  void open(@TempDir Path home) {
    this.home = home;
    doors = Doors.open(home);
  }

  @AfterAll
  void close() {
    doors.close();
  }

  private static PublishRequest data() {
    return PublishRequest.newBuilder()
        .setData(UnsafeByteOperations.unsafeWrap(new byte[MESSAGE_BYTES]))
        .build();
  }

  /** Sends as fast as it is let, and keeps the call in its hands. */
  private static final class Sender
      implements ClientResponseObserver<PublishRequest, PublishResponse> {
    private final CompletableFuture<PublishResponse> answer = new CompletableFuture<>();
    private final CompletableFuture<ClientCallStreamObserver<PublishRequest>> call =
        new CompletableFuture<>();

    @Override
    public void beforeStart(ClientCallStreamObserver<PublishRequest> stream) {
      call.complete(stream);
    }

    @Override
    public void onNext(PublishResponse value) {
      answer.complete(value);
    }

    @Override
    public void onError(Throwable error) {
      answer.completeExceptionally(error);
    }

    @Override
    public void onCompleted() {}
  }

  @Test
  void anUploadThatVanishesLeavesNoDatasetAndNoStaging() throws Exception {
    Sender sender = new Sender();
    DatasetServiceGrpc.newStub(doors.as("ada")).publish(sender);
    ClientCallStreamObserver<PublishRequest> call = sender.call.get(10, TimeUnit.SECONDS);
    call.onNext(Uploads.header("slow/vanished", Format.FORMAT_BINARY));
    call.onNext(data());
    await().atMost(Duration.ofSeconds(20)).until(() -> staged() > 0);
    call.cancel("gone", null);
    await().atMost(Duration.ofSeconds(20)).until(() -> staged() == 0);
    DescribeDatasetRequest vanished =
        DescribeDatasetRequest.newBuilder().setName("slow/vanished").build();
    assertThatThrownBy(
            () -> DatasetServiceGrpc.newBlockingStub(doors.as("ada")).describeDataset(vanished))
        .hasMessageContaining("does not exist");
  }

  private long staged() throws IOException {
    Path staging = home.resolve("staging");
    if (!Files.exists(staging)) {
      return 0;
    }
    try (Stream<Path> files = Files.walk(staging)) {
      return files.filter(Files::isRegularFile).count();
    }
  }

  @Test
  void aReaderThatStopsIsNotServedAheadAndItsEndFreesTheStream() throws Exception {
    publishBlob("slow/blob");
    Context.CancellableContext client = Context.current().withCancellation();
    Iterator<ReadResponse> parts =
        client.call(
            () ->
                DatasetServiceGrpc.newBlockingStub(doors.as("ada"))
                    .read(ReadRequest.newBuilder().setReference("slow/blob").build()));
    assertThat(parts.next().getHeader().getTotalBytes()).isEqualTo((long) MESSAGES * MESSAGE_BYTES);
    parts.next();
    await().atMost(Duration.ofSeconds(10)).until(() -> streams() == 1);
    client.cancel(null);
    await().atMost(Duration.ofSeconds(10)).until(() -> streams() == 0);
    assertThat(doors.part(BufferAllocator.class).getAllocatedMemory()).isZero();
  }

  /** Chunks that a read has open in this process. */
  private static long streams() {
    return ProcessFiles.open().filter(path -> path.contains("/chunks/")).count();
  }

  private void publishBlob(String dataset) throws Exception {
    PublishRequest[] messages = new PublishRequest[MESSAGES + 1];
    messages[0] = Uploads.header(dataset, Format.FORMAT_BINARY);
    for (int i = 1; i <= MESSAGES; i++) {
      messages[i] = data();
    }
    Uploads.send(doors.as("ada"), messages);
  }

  @Test
  void bytesAheadOfThePublisherAreBounded() throws Exception {
    int[] requested = {0};
    ClientBytes bytes = new ClientBytes(() -> requested[0]++);
    for (int i = 0; i < ClientBytes.MESSAGES_AHEAD; i++) {
      bytes.add(ByteString.copyFromUtf8("part" + i));
    }
    assertThat(requested[0]).isZero();
    assertThat(new String(bytes.readNBytes(5), java.nio.charset.StandardCharsets.UTF_8))
        .isEqualTo("part0");
    assertThat(requested[0]).as("one more for each message taken").isEqualTo(1);
  }
}
