package io.optima.gateway.remote;

import com.google.protobuf.ByteString;
import io.grpc.Context;
import io.grpc.ManagedChannel;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import io.optima.gateway.stream.PartitionNodes.Append;
import io.optima.gateway.stream.PartitionNodes.Appended;
import io.optima.gateway.stream.PartitionNodes.Lane;
import io.optima.gateway.stream.PartitionNodes.Publisher;
import io.optima.gateway.stream.PartitionNodes.Step;
import io.optima.model.ErrorCode;
import io.optima.model.OptimaException;
import io.optima.model.stream.Durability;
import io.optima.model.stream.PartitionRef;
import io.optima.node.v1.AppendRequest;
import io.optima.node.v1.AppendResponse;
import io.optima.node.v1.PartitionNodeGrpc;
import io.optima.node.v1.SourceStep;
import io.optima.v1.PublishBatchResponse;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/**
 * Appends of one publisher: one call to each node that holds partitions it publishes to, so that
 * nobody waits for answers to others.
 */
final class NodeLane implements Lane {
  private final GrpcPartitionNodes nodes;
  private final Map<String, Call> calls = new HashMap<>();

  NodeLane(GrpcPartitionNodes nodes) {
    this.nodes = nodes;
  }

  @Override
  public CompletableFuture<Appended> append(PartitionRef partition, Append batch) {
    String address = nodes.address(partition);
    Call call = calls.get(address);
    if (call == null || call.isOver()) {
      call = Call.open(nodes.channel(address));
      calls.put(address, call);
    }
    return call.send(partition.number(), request(partition, batch))
        .whenComplete(
            (appended, error) -> {
              if (error != null) {
                nodes.lost(partition);
              }
            });
  }

  private static AppendRequest request(PartitionRef partition, Append batch) {
    AppendRequest.Builder request =
        AppendRequest.newBuilder()
            .setPartition(GrpcPartitionNodes.request(partition))
            .setRecords(batch.records())
            .setCount(batch.count())
            .setDurability(
                io.optima.v1.Durability.valueOf("DURABILITY_" + batch.durability().name()));
    Publisher publisher = batch.publisher();
    if (publisher != null) {
      request.setProducer(bytes(publisher.id())).setSequence(publisher.sequence());
    }
    if (batch.step() != null) {
      request.setStep(step(batch.step()));
    }
    return request.build();
  }

  private static SourceStep step(Step step) {
    SourceStep.Builder built =
        SourceStep.newBuilder().setSource(bytes(step.source())).setAfter(step.after());
    if (step.before() != null) {
      built.setBefore(step.before());
    }
    return built.build();
  }

  static ByteString bytes(UUID id) {
    ByteBuffer bytes =
        ByteBuffer.allocate(16)
            .putLong(id.getMostSignificantBits())
            .putLong(id.getLeastSignificantBits())
            .flip();
    return ByteString.copyFrom(bytes);
  }

  @Override
  public void close() {
    calls.values().forEach(Call::end);
  }

  /** One call; answers come in the order of the requests. */
  private static final class Call implements ClientResponseObserver<AppendRequest, AppendResponse> {
    /** Guarded by this. */
    private final Queue<Waiting> waiting = new ArrayDeque<>();

    @SuppressWarnings("NullAway.Init") // given before the call starts
    private ClientCallStreamObserver<AppendRequest> requests;

    private boolean over;

    private record Waiting(int partition, CompletableFuture<Appended> answer) {}

    /** Outside of the caller's context: whoever publishes closes the lane, a deadline does not. */
    static Call open(ManagedChannel channel) {
      Call call = new Call();
      Context.ROOT.run(() -> PartitionNodeGrpc.newStub(channel).append(call));
      return call;
    }

    @Override
    public void beforeStart(ClientCallStreamObserver<AppendRequest> stream) {
      requests = stream;
    }

    synchronized boolean isOver() {
      return over;
    }

    synchronized CompletableFuture<Appended> send(int partition, AppendRequest request) {
      CompletableFuture<Appended> answer = new CompletableFuture<>();
      if (over) {
        answer.completeExceptionally(unanswered(null));
        return answer;
      }
      waiting.add(new Waiting(partition, answer));
      requests.onNext(request);
      return answer;
    }

    @Override
    public void onNext(AppendResponse response) {
      Waiting first;
      synchronized (this) {
        first = waiting.remove();
      }
      if (response.hasFailure()) {
        first
            .answer()
            .completeExceptionally(
                new OptimaException(
                    NodeErrors.code(response.getFailure().getCode()),
                    response.getFailure().getMessage()));
      } else {
        first.answer().complete(appended(first.partition(), response.getAppended()));
      }
    }

    private static Appended appended(int partition, PublishBatchResponse answer) {
      return new Appended(
          partition,
          answer.getFirstOffset(),
          answer.getLastOffset(),
          answer.getDigest().toByteArray(),
          Durability.valueOf(answer.getDurability().name().replace("DURABILITY_", "")),
          answer.getRepeated(),
          List.of());
    }

    @Override
    public void onError(Throwable error) {
      fail(error);
    }

    @Override
    public void onCompleted() {
      fail(null);
    }

    private void fail(@org.jspecify.annotations.Nullable Throwable error) {
      Queue<Waiting> lost;
      synchronized (this) {
        over = true;
        lost = new ArrayDeque<>(waiting);
        waiting.clear();
      }
      OptimaException why = error == null ? unanswered(null) : NodeErrors.of(error);
      lost.forEach(each -> each.answer().completeExceptionally(why));
    }

    private static OptimaException unanswered(@org.jspecify.annotations.Nullable Throwable cause) {
      return new OptimaException(
          ErrorCode.UNAVAILABLE,
          "the node went away before it answered: the batch may be stored or not",
          cause);
    }

    synchronized void end() {
      if (!over) {
        requests.onCompleted();
      }
    }
  }
}
