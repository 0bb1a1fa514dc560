package io.optima.client;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.optima.v1.DescribeStreamRequest;
import io.optima.v1.Partition;
import io.optima.v1.PublishBatchRequest;
import io.optima.v1.PublishBatchResponse;
import io.optima.v1.Record;
import io.optima.v1.RecordBatch;
import io.optima.v1.Stream;
import io.optima.v1.StreamServiceGrpc;
import io.optima.v1.StreamSettings;
import io.optima.v1.SubscribeRequest;
import io.optima.v1.SubscribeResponse;
import io.optima.v1.SubscribeStart;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * A stream in memory that is as strict as the real one: producers count without gaps, what comes
 * again is told its first place. It breaks calls when it is told to, before or after it stored what
 * they brought.
 */
final class StreamServer extends StreamServiceGrpc.StreamServiceImplBase {
  private int partitions;
  private final @Nullable Random breaking;
  private final List<List<Record>> stored = new ArrayList<>();
  private final Map<ByteString, Long> last = new HashMap<>();
  private final Map<ByteString, PublishBatchResponse> answers = new HashMap<>();
  final List<PublishBatchRequest> requests = new CopyOnWriteArrayList<>();
  final List<SubscribeStart> starts = new CopyOnWriteArrayList<>();
  final List<Long> credits = new CopyOnWriteArrayList<>();
  private final List<Runnable> untold = new ArrayList<>();
  private boolean held;
  private boolean silent;
  private @Nullable Status refusal;

  /**
   * @param breaking null: every call goes well
   */
  StreamServer(int partitions, @Nullable Random breaking) {
    this.breaking = breaking;
    grow(partitions);
  }

  /** From now on there are so many partitions. */
  final synchronized void grow(int more) {
    partitions = more;
    while (stored.size() < more) {
      stored.add(new ArrayList<>());
    }
  }

  /** Nothing is answered until this is over. */
  synchronized void hold(boolean on) {
    held = on;
    notifyAll();
  }

  /** Stores, and answers only when this is over. */
  synchronized void silence(boolean on) {
    silent = on;
    if (!on) {
      untold.forEach(Runnable::run);
      untold.clear();
    }
  }

  private synchronized void tell(Runnable answer) {
    if (silent) {
      untold.add(answer);
    } else {
      answer.run();
    }
  }

  synchronized void refuse(@Nullable Status status) {
    refusal = status;
  }

  /** Values of a partition. */
  synchronized List<String> values(int partition) {
    return stored.get(partition).stream().map(record -> record.getValue().toStringUtf8()).toList();
  }

  @Override
  public void describeStream(DescribeStreamRequest request, StreamObserver<Stream> answer) {
    Stream.Builder stream =
        Stream.newBuilder()
            .setName(request.getName())
            .setSettings(StreamSettings.newBuilder().setPartitions(partitions));
    for (int i = 0; i < partitions; i++) {
      stream.addPartitions(Partition.newBuilder().setNumber(i).setEnd(values(i).size()));
    }
    answer.onNext(stream.build());
    answer.onCompleted();
  }

  @Override
  public StreamObserver<PublishBatchRequest> publishStream(
      StreamObserver<PublishBatchResponse> answer) {
    return new StreamObserver<>() {
      private boolean broken;

      @Override
      public void onNext(PublishBatchRequest request) {
        if (broken) {
          return;
        }
        awaitOpen();
        requests.add(request);
        Status failure = failure();
        PublishBatchResponse response =
            failure == null || (breaking != null && breaking.nextBoolean()) ? store(request) : null;
        if (failure != null) {
          broken = true;
          answer.onError(failure.asRuntimeException());
        } else if (response != null) {
          tell(() -> answer.onNext(response));
        }
      }

      @Override
      public void onError(Throwable error) {}

      @Override
      public void onCompleted() {
        answer.onCompleted();
      }
    };
  }

  private synchronized @Nullable Status failure() {
    return refusal != null
        ? refusal
        : breaking != null && breaking.nextInt(8) == 0 ? Status.UNAVAILABLE : null;
  }

  private synchronized void awaitOpen() {
    while (held) {
      try {
        wait();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  private synchronized PublishBatchResponse store(PublishBatchRequest request) {
    ByteString lane =
        request.getProducer().concat(ByteString.copyFromUtf8("/" + request.getPartition()));
    ByteString batch = lane.concat(ByteString.copyFromUtf8("/" + request.getSequence()));
    PublishBatchResponse before = answers.get(batch);
    if (before != null) {
      return before.toBuilder().setRepeated(true).build();
    }
    if (last.getOrDefault(lane, -1L) + 1 != request.getSequence()) {
      throw new AssertionError("a gap before " + request.getSequence());
    }
    last.put(lane, request.getSequence());
    List<Record> records = stored.get(request.getPartition());
    PublishBatchResponse answer =
        PublishBatchResponse.newBuilder()
            .setPartition(request.getPartition())
            .setFirstOffset(records.size())
            .setLastOffset(records.size() + request.getCount() - 1L)
            .setPartitions(partitions)
            .build();
    records.addAll(parse(request.getRecords()).getRecordsList());
    answers.put(batch, answer);
    notifyAll();
    return answer;
  }

  private static RecordBatch parse(ByteString records) {
    try {
      return RecordBatch.parseFrom(records);
    } catch (InvalidProtocolBufferException e) {
      throw new AssertionError(e);
    }
  }

  /** Hands out two records at a time, and breaks off after the second answer when told to. */
  @Override
  public StreamObserver<SubscribeRequest> subscribe(StreamObserver<SubscribeResponse> answer) {
    return new StreamObserver<>() {
      @Override
      public void onNext(SubscribeRequest request) {
        if (request.hasStart()) {
          starts.add(request.getStart());
          Thread.startVirtualThread(
              () -> hand(request.getStart(), (ServerCallStreamObserver<SubscribeResponse>) answer));
        } else {
          credits.add(request.getCredit());
        }
      }

      @Override
      public void onError(Throwable error) {}

      @Override
      public void onCompleted() {}
    };
  }

  private synchronized void hand(
      SubscribeStart start, ServerCallStreamObserver<SubscribeResponse> answer) {
    int next = start.getPartitionsCount() == 0 ? 0 : (int) start.getPartitions(0).getOffset();
    List<Record> records = stored.get(0);
    for (int sent = 0; !answer.isCancelled(); ) {
      if (next < records.size()) {
        List<Record> part = records.subList(next, Math.min(next + 2, records.size()));
        answer.onNext(
            SubscribeResponse.newBuilder()
                .setFirstOffset(next)
                .setCount(part.size())
                .setAppended(7)
                .setRecords(RecordBatch.newBuilder().addAllRecords(part).build().toByteString())
                .build());
        next += part.size();
        if (breaking != null && ++sent == 2) {
          answer.onError(Status.UNAVAILABLE.asRuntimeException());
          return;
        }
      } else if (start.getUntilNow()) {
        answer.onCompleted();
        return;
      } else {
        try {
          wait(100);
        } catch (InterruptedException e) {
          return;
        }
      }
    }
  }
}
