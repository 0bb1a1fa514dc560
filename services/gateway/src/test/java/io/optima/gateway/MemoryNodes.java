package io.optima.gateway;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.optima.gateway.stream.PartitionNodes.Stored;
import io.optima.gateway.stream.SealedHistory;
import io.optima.model.DatasetName;
import io.optima.model.stream.NodeRef;
import io.optima.model.stream.PartitionEntry;
import io.optima.model.stream.PartitionRef;
import io.optima.model.stream.Partitions;
import io.optima.node.v1.AppendRequest;
import io.optima.node.v1.AppendResponse;
import io.optima.node.v1.Failure;
import io.optima.node.v1.OffsetsResponse;
import io.optima.node.v1.PartitionNodeGrpc;
import io.optima.node.v1.PartitionRequest;
import io.optima.node.v1.PositionRequest;
import io.optima.node.v1.PositionResponse;
import io.optima.node.v1.TailRequest;
import io.optima.node.v1.TailResponse;
import io.optima.store.Store;
import io.optima.v1.RecordBatch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Two nodes on ports of this machine that share their memory, so that a partition can move from one
 * to the other with all it has; and what they sealed.
 */
public final class MemoryNodes implements Partitions, SealedHistory, AutoCloseable {
  private final Store store;
  private final MemoryChunks chunks;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Map<PartitionRef, MemoryPartition> partitions = new ConcurrentHashMap<>();
  private final List<Node> nodes = new ArrayList<>();

  public MemoryNodes(Store store) {
    this.store = store;
    this.chunks = new MemoryChunks(store);
    nodes.add(new Node());
    nodes.add(new Node());
  }

  public MemoryPartition partition(String stream, int number) {
    return partition(new PartitionRef(DatasetName.parse(stream), number));
  }

  private MemoryPartition partition(PartitionRef ref) {
    return partitions.computeIfAbsent(ref, made -> new MemoryPartition(made, store, chunks));
  }

  private MemoryPartition partition(PartitionRequest request) {
    return partition(
        new PartitionRef(DatasetName.parse(request.getStream()), request.getPartition()));
  }

  @Override
  public Optional<PartitionEntry> head(PartitionRef partition) {
    return store.partitions().head(partition);
  }

  @Override
  public NodeRef locate(PartitionRef partition) {
    return nodes.get(partition(partition).node()).self;
  }

  @Override
  public Lease acquire(PartitionRef partition, NodeRef node) {
    throw new UnsupportedOperationException("for nodes only");
  }

  @Override
  public Lease renew(PartitionRef partition, long epoch) {
    throw new UnsupportedOperationException("for nodes only");
  }

  @Override
  public PartitionEntry seal(PartitionRef partition, Seal seal) {
    throw new UnsupportedOperationException("for nodes only");
  }

  @Override
  public PartitionEntry release(PartitionRef partition, long epoch) {
    throw new UnsupportedOperationException("for nodes only");
  }

  @Override
  public Batches read(PartitionEntry state, long from) {
    Iterator<Stored> batches = partition(state.partition()).sealed(from, state.end()).iterator();
    return new Batches() {
      @Override
      public Optional<Stored> next() {
        return batches.hasNext() ? Optional.of(batches.next()) : Optional.empty();
      }

      @Override
      public void close() {}
    };
  }

  @Override
  public OptionalLong find(PartitionEntry state, Instant time) {
    long micros = ChronoUnit.MICROS.between(Instant.EPOCH, time);
    for (Stored batch : partition(state.partition()).sealed(state.begin(), state.end())) {
      for (int i = 0; i < batch.count(); i++) {
        if (parse(batch.records()).getRecords(i).getTimestamp() >= micros) {
          return OptionalLong.of(batch.firstOffset() + i);
        }
      }
    }
    return OptionalLong.empty();
  }

  static RecordBatch parse(ByteString records) {
    try {
      return RecordBatch.parseFrom(records);
    } catch (InvalidProtocolBufferException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The node's process dies and is started again on another port. */
  public void restart(int node) {
    nodes.get(node).restart();
  }

  @Override
  public void close() {
    nodes.forEach(node -> node.server.shutdownNow());
    threads.shutdownNow();
    chunks.close();
  }

  private final class Node extends PartitionNodeGrpc.PartitionNodeImplBase {
    private final UUID journal = UUID.randomUUID();
    private final int number = nodes.size();
    private Server server;
    private volatile NodeRef self;

    Node() {
      server = serve();
      self = self();
    }

    private Server serve() {
      try {
        return NettyServerBuilder.forPort(0)
            .executor(threads)
            .maxInboundMessageSize(64 << 20)
            .addService(this)
            .build()
            .start();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private NodeRef self() {
      return new NodeRef(journal, UUID.randomUUID(), "127.0.0.1:" + server.getPort());
    }

    void restart() {
      server.shutdownNow();
      server = serve();
      self = self();
    }

    @Override
    public StreamObserver<AppendRequest> append(StreamObserver<AppendResponse> answers) {
      return new StreamObserver<>() {
        @Override
        public void onNext(AppendRequest request) {
          MemoryPartition partition = partition(request.getPartition());
          partition.awaitOpen();
          answers.onNext(
              partition.node() == number
                  ? partition.append(request, self)
                  : AppendResponse.newBuilder()
                      .setFailure(
                          Failure.newBuilder().setCode("CONFLICT").setMessage("it is elsewhere"))
                      .build());
        }

        @Override
        public void onError(Throwable error) {}

        @Override
        public void onCompleted() {
          answers.onCompleted();
        }
      };
    }

    @Override
    public void tail(TailRequest request, StreamObserver<TailResponse> answers) {
      threads.execute(() -> hand(request, (ServerCallStreamObserver<TailResponse>) answers));
    }

    private void hand(TailRequest request, ServerCallStreamObserver<TailResponse> answers) {
      MemoryPartition partition = partition(request.getPartition());
      long next = request.getOffset();
      while (!answers.isCancelled()) {
        if (partition.node() != number) {
          answers.onError(Status.ABORTED.withDescription("elsewhere").asException(conflict()));
          return;
        }
        if (next < partition.released()) {
          answers.onError(Status.FAILED_PRECONDITION.withDescription("released").asException());
          return;
        }
        Optional<TailResponse> batch = partition.tail(next);
        if (batch.isPresent()) {
          next = batch.get().getFirstOffset() + batch.get().getCount();
          answers.onNext(batch.get());
        } else if (request.getFollow()) {
          partition.awaitChange();
        } else {
          answers.onCompleted();
          return;
        }
      }
    }

    private static io.grpc.Metadata conflict() {
      io.grpc.Metadata trailers = new io.grpc.Metadata();
      trailers.put(io.optima.runtime.error.GrpcErrors.CODE, "CONFLICT");
      return trailers;
    }

    @Override
    public void offsets(PartitionRequest request, StreamObserver<OffsetsResponse> answer) {
      answer.onNext(partition(request).offsets());
      answer.onCompleted();
    }

    @Override
    public void position(PositionRequest request, StreamObserver<PositionResponse> answer) {
      PositionResponse.Builder response = PositionResponse.newBuilder();
      partition(request.getPartition())
          .position(request.getSource())
          .ifPresent(response::setPosition);
      answer.onNext(response.build());
      answer.onCompleted();
    }

    @Override
    public void seal(PartitionRequest request, StreamObserver<OffsetsResponse> answer) {
      partition(request).seal();
      offsets(request, answer);
    }
  }
}
