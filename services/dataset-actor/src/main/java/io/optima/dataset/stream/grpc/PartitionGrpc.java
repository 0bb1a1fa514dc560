package io.optima.dataset.stream.grpc;

import com.google.protobuf.UnsafeByteOperations;
import io.grpc.stub.StreamObserver;
import io.optima.dataset.stream.Offsets;
import io.optima.dataset.stream.StoredBatch;
import io.optima.dataset.stream.StreamNode;
import io.optima.dataset.stream.TailReader;
import io.optima.model.DatasetName;
import io.optima.model.stream.PartitionRef;
import io.optima.model.stream.StreamSettings.Retention;
import io.optima.node.v1.AppendRequest;
import io.optima.node.v1.AppendResponse;
import io.optima.node.v1.OffsetsResponse;
import io.optima.node.v1.PartitionNodeGrpc.PartitionNodeImplBase;
import io.optima.node.v1.PartitionRequest;
import io.optima.node.v1.PositionRequest;
import io.optima.node.v1.PositionResponse;
import io.optima.node.v1.TailRequest;
import io.optima.node.v1.TailResponse;
import io.optima.node.v1.TruncateRequest;
import io.optima.runtime.grpc.ServerStream;
import java.time.Duration;
import java.util.List;

/** {@code optima.node.v1.PartitionNode}. */
final class PartitionGrpc extends PartitionNodeImplBase {
  /** A follower looks so often whether its client is gone and the partition still held. */
  private static final Duration LOOK_UP = Duration.ofSeconds(1);

  private final StreamNode node;
  private final StreamMeters meters;

  PartitionGrpc(StreamNode node, StreamMeters meters) {
    this.node = node;
    this.meters = meters;
  }

  static PartitionRef partition(PartitionRequest request) {
    return new PartitionRef(DatasetName.parse(request.getStream()), request.getPartition());
  }

  @Override
  public StreamObserver<AppendRequest> append(StreamObserver<AppendResponse> answer) {
    return AppendCall.start(node, meters, answer);
  }

  @Override
  public void tail(TailRequest request, StreamObserver<TailResponse> answer) {
    PartitionRef partition = partition(request.getPartition());
    ServerStream.start(
        answer,
        stream -> {
          try (TailReader tail = new TailReader(node, partition, request.getOffset())) {
            send(tail, request.getFollow(), stream);
          }
        });
  }

  private static void send(TailReader tail, boolean follow, ServerStream<TailResponse> stream)
      throws InterruptedException {
    List<StoredBatch> some = tail.read();
    while (!stream.isCancelled() && (follow || !some.isEmpty())) {
      some.forEach(batch -> stream.send(response(batch)));
      if (some.isEmpty()) {
        tail.await(LOOK_UP);
      }
      some = tail.read();
    }
  }

  private static TailResponse response(StoredBatch batch) {
    return TailResponse.newBuilder()
        .setFirstOffset(batch.firstOffset())
        .setCount(batch.records())
        .setRecords(UnsafeByteOperations.unsafeWrap(batch.payload()))
        .setAppended(batch.appendedMicros())
        .build();
  }

  @Override
  public void offsets(PartitionRequest request, StreamObserver<OffsetsResponse> answer) {
    answer(node.offsets(partition(request)), answer);
  }

  @Override
  public void position(PositionRequest request, StreamObserver<PositionResponse> answer) {
    PositionResponse.Builder response = PositionResponse.newBuilder();
    node.position(partition(request.getPartition()), AppendProtos.uuid(request.getSource()))
        .ifPresent(response::setPosition);
    answer.onNext(response.build());
    answer.onCompleted();
  }

  @Override
  public void seal(PartitionRequest request, StreamObserver<OffsetsResponse> answer) {
    answer(node.seal(partition(request)), answer);
  }

  @Override
  public void truncate(TruncateRequest request, StreamObserver<OffsetsResponse> answer) {
    Retention keep =
        new Retention(
            request.hasAgeMillis() ? Duration.ofMillis(request.getAgeMillis()) : null,
            request.hasBytes() ? request.getBytes() : null,
            request.hasRecords() ? request.getRecords() : null);
    answer(node.truncate(partition(request.getPartition()), keep), answer);
  }

  private static void answer(Offsets offsets, StreamObserver<OffsetsResponse> answer) {
    answer.onNext(
        OffsetsResponse.newBuilder()
            .setBegin(offsets.begin())
            .setSealed(offsets.sealed())
            .setEnd(offsets.end())
            .setEpoch(offsets.epoch())
            .build());
    answer.onCompleted();
  }
}
