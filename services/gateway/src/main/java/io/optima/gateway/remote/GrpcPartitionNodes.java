package io.optima.gateway.remote;

import io.grpc.ManagedChannel;
import io.grpc.stub.BlockingClientCall;
import io.optima.gateway.stream.PartitionNodes;
import io.optima.model.OptimaException;
import io.optima.model.stream.PartitionRef;
import io.optima.model.stream.Partitions;
import io.optima.model.stream.StreamSettings.Retention;
import io.optima.node.v1.OffsetsResponse;
import io.optima.node.v1.PartitionNodeGrpc;
import io.optima.node.v1.PartitionRequest;
import io.optima.node.v1.PositionRequest;
import io.optima.node.v1.PositionResponse;
import io.optima.node.v1.TailRequest;
import io.optima.node.v1.TailResponse;
import io.optima.node.v1.TruncateRequest;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Nodes on gRPC. Where a partition was found last is remembered until a call that went there fails.
 */
final class GrpcPartitionNodes implements PartitionNodes, AutoCloseable {
  private final Partitions partitions;
  private final Function<String, ManagedChannel> connect;
  private final ConcurrentHashMap<PartitionRef, String> found = new ConcurrentHashMap<>();
  private final ConcurrentHashMap<String, ManagedChannel> channels = new ConcurrentHashMap<>();

  /**
   * @param connect a channel to {@code host:port}; closed when this is
   */
  GrpcPartitionNodes(Partitions partitions, Function<String, ManagedChannel> connect) {
    this.partitions = partitions;
    this.connect = connect;
  }

  /** Where the partition is, as far as is known. */
  String address(PartitionRef partition) {
    String known = found.get(partition);
    if (known == null) {
      known = partitions.locate(partition).address();
      found.put(partition, known);
    }
    return known;
  }

  /** A call failed there: the next one asks again. */
  void lost(PartitionRef partition) {
    found.remove(partition);
  }

  ManagedChannel channel(String address) {
    return channels.computeIfAbsent(address, connect);
  }

  static PartitionRequest request(PartitionRef partition) {
    return PartitionRequest.newBuilder()
        .setStream(partition.stream().toString())
        .setPartition(partition.number())
        .build();
  }

  @Override
  public Lane lane() {
    return new NodeLane(this);
  }

  @Override
  public Tail tail(PartitionRef partition, long offset, boolean follow) {
    return call(
        partition,
        channel -> {
          TailRequest request =
              TailRequest.newBuilder()
                  .setPartition(request(partition))
                  .setOffset(offset)
                  .setFollow(follow)
                  .build();
          return new NodeTail(
              partition, PartitionNodeGrpc.newBlockingV2Stub(channel).tail(request));
        });
  }

  @Override
  public Offsets offsets(PartitionRef partition) {
    return answer(
        call(
            partition,
            channel -> PartitionNodeGrpc.newBlockingV2Stub(channel).offsets(request(partition))));
  }

  @Override
  public Optional<String> position(PartitionRef partition, UUID source) {
    PositionRequest request =
        PositionRequest.newBuilder()
            .setPartition(request(partition))
            .setSource(NodeLane.bytes(source))
            .build();
    PositionResponse answer =
        call(partition, channel -> PartitionNodeGrpc.newBlockingV2Stub(channel).position(request));
    return answer.hasPosition() ? Optional.of(answer.getPosition()) : Optional.empty();
  }

  @Override
  public Offsets seal(PartitionRef partition) {
    return answer(
        call(
            partition,
            channel -> PartitionNodeGrpc.newBlockingV2Stub(channel).seal(request(partition))));
  }

  @Override
  public Offsets truncate(PartitionRef partition, Retention keep) {
    TruncateRequest.Builder request = TruncateRequest.newBuilder().setPartition(request(partition));
    if (keep.age() != null) {
      request.setAgeMillis(keep.age().toMillis());
    }
    if (keep.bytes() != null) {
      request.setBytes(keep.bytes());
    }
    if (keep.records() != null) {
      request.setRecords(keep.records());
    }
    return answer(
        call(
            partition,
            channel -> PartitionNodeGrpc.newBlockingV2Stub(channel).truncate(request.build())));
  }

  private static Offsets answer(OffsetsResponse response) {
    return new Offsets(
        response.getBegin(), response.getSealed(), response.getEnd(), response.getEpoch());
  }

  /** A call to the node that has the partition. */
  private interface NodeCall<T> {
    T on(ManagedChannel channel) throws Exception;
  }

  private <T> T call(PartitionRef partition, NodeCall<T> call) {
    try {
      return call.on(channel(address(partition)));
    } catch (Exception e) {
      throw failed(partition, e);
    }
  }

  private OptimaException failed(PartitionRef partition, Exception error) {
    lost(partition);
    return NodeErrors.of(error);
  }

  private final class NodeTail implements Tail {
    private final PartitionRef partition;
    private final BlockingClientCall<?, TailResponse> call;

    NodeTail(PartitionRef partition, BlockingClientCall<?, TailResponse> call) {
      this.partition = partition;
      this.call = call;
    }

    @Override
    public Optional<Stored> next() {
      try {
        @Nullable TailResponse batch = call.read();
        return Optional.ofNullable(batch)
            .map(
                read ->
                    new Stored(
                        partition.number(),
                        read.getFirstOffset(),
                        read.getCount(),
                        read.getRecords(),
                        read.getAppended()));
      } catch (Exception e) {
        throw failed(partition, e);
      }
    }

    @Override
    public void close() {
      call.cancel("enough", null);
    }
  }

  @Override
  public void close() {
    channels.values().forEach(ManagedChannel::shutdownNow);
  }
}
