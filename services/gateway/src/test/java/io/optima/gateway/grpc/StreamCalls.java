package io.optima.gateway.grpc;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.grpc.Channel;
import io.grpc.stub.StreamObserver;
import io.optima.v1.CommitOffsets;
import io.optima.v1.ConsumeRequest;
import io.optima.v1.ConsumeResponse;
import io.optima.v1.ConsumeStart;
import io.optima.v1.CreateStreamRequest;
import io.optima.v1.PublishBatchRequest;
import io.optima.v1.PublishBatchResponse;
import io.optima.v1.Record;
import io.optima.v1.RecordBatch;
import io.optima.v1.StartAt;
import io.optima.v1.Stream;
import io.optima.v1.StreamServiceGrpc;
import io.optima.v1.StreamSettings;
import io.optima.v1.SubscribeRequest;
import io.optima.v1.SubscribeResponse;
import io.optima.v1.SubscribeStart;
import io.optima.v1.UpdateStreamRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Calls to streams as clients make them. */
public final class StreamCalls {
  private StreamCalls() {}

  public static Stream create(Channel channel, String name, int partitions) {
    return StreamServiceGrpc.newBlockingStub(channel)
        .createStream(
            CreateStreamRequest.newBuilder()
                .setName(name)
                .setSettings(StreamSettings.newBuilder().setPartitions(partitions))
                .build());
  }

  public static Stream grow(Channel channel, String name, int partitions) {
    return StreamServiceGrpc.newBlockingStub(channel)
        .updateStream(
            UpdateStreamRequest.newBuilder().setName(name).setPartitions(partitions).build());
  }

  static ByteString records(String... values) {
    RecordBatch.Builder batch = RecordBatch.newBuilder();
    for (String value : values) {
      batch.addRecords(Record.newBuilder().setValue(ByteString.copyFromUtf8(value)));
    }
    return batch.build().toByteString();
  }

  static PublishBatchRequest batch(String stream, int partition, String... values) {
    return PublishBatchRequest.newBuilder()
        .setStream(stream)
        .setPartition(partition)
        .setRecords(records(values))
        .setCount(values.length)
        .build();
  }

  public static PublishBatchResponse publish(
      Channel channel, String stream, int partition, String... values) {
    return StreamServiceGrpc.newBlockingStub(channel)
        .publishBatch(batch(stream, partition, values));
  }

  /** All values of a stream, partition after partition. */
  public static List<ByteString> all(Channel channel, String stream) throws InterruptedException {
    Subscribed subscribed =
        Subscribed.to(
            channel,
            SubscribeStart.newBuilder()
                .setStream(stream)
                .setAt(StartAt.newBuilder().setEarliest(true))
                .setUntilNow(true)
                .setCredit(64 << 20));
    Map<Integer, List<ByteString>> values = new TreeMap<>();
    while (subscribed.any() instanceof SubscribeResponse batch) {
      List<ByteString> lane =
          values.computeIfAbsent(batch.getPartition(), none -> new ArrayList<>());
      records(batch).forEach(record -> lane.add(record.getValue()));
    }
    return values.values().stream().flatMap(List::stream).toList();
  }

  private static List<Record> records(SubscribeResponse batch) {
    try {
      return RecordBatch.parseFrom(batch.getRecords()).getRecordsList();
    } catch (InvalidProtocolBufferException e) {
      throw new AssertionError(e);
    }
  }

  /** Values with their offsets, {@code 7:text}. */
  static List<String> values(SubscribeResponse batch) {
    List<String> values = new ArrayList<>();
    long offset = batch.getFirstOffset();
    for (Record record : records(batch)) {
      values.add(offset++ + ":" + record.getValue().toStringUtf8());
    }
    return values;
  }

  /** Answers as they come. */
  static class Received<T> implements StreamObserver<T> {
    private final BlockingQueue<Object> received = new LinkedBlockingQueue<>();

    @Override
    public void onNext(T answer) {
      received.add(answer);
    }

    @Override
    public void onError(Throwable error) {
      received.add(error);
    }

    @Override
    public void onCompleted() {
      received.add("end");
    }

    int waiting() {
      return received.size();
    }

    Object any() throws InterruptedException {
      Object next = received.poll(20, TimeUnit.SECONDS);
      if (next == null) {
        throw new AssertionError("nothing came in 20 seconds");
      }
      return next;
    }

    @SuppressWarnings("unchecked") // or the test fails
    T next() throws InterruptedException {
      Object next = any();
      if (next instanceof Throwable error) {
        throw new AssertionError(error);
      }
      return (T) next;
    }
  }

  /** A subscription whose records are told one by one. */
  static final class Subscribed extends Received<SubscribeResponse> {
    private final BlockingQueue<String> values = new LinkedBlockingQueue<>();
    private @Nullable StreamObserver<SubscribeRequest> requests;

    static Subscribed to(Channel channel, SubscribeStart.Builder start) {
      Subscribed subscribed = new Subscribed();
      StreamObserver<SubscribeRequest> requests =
          StreamServiceGrpc.newStub(channel).subscribe(subscribed);
      subscribed.requests = requests;
      requests.onNext(SubscribeRequest.newBuilder().setStart(start).build());
      return subscribed;
    }

    void credit(long bytes) {
      java.util.Objects.requireNonNull(requests)
          .onNext(SubscribeRequest.newBuilder().setCredit(bytes).build());
    }

    void end() {
      java.util.Objects.requireNonNull(requests).onCompleted();
    }

    String value() throws InterruptedException {
      if (values.isEmpty()) {
        values.addAll(values(next()));
      }
      return values.take();
    }
  }

  /** A member that writes down what it is told. */
  static final class Member implements StreamObserver<ConsumeResponse> {
    final List<String> values = new CopyOnWriteArrayList<>();
    final List<String> commits = new CopyOnWriteArrayList<>();
    volatile Set<Integer> partitions = Set.of();

    @SuppressWarnings("NullAway.Init") // given before the member is
    private StreamObserver<ConsumeRequest> requests;

    static Member join(Channel channel, String stream, String group) {
      return join(channel, start(stream, group));
    }

    /** One that begins behind the last record. */
    static Member latest(Channel channel, String stream, String group) {
      return join(channel, start(stream, group).setAt(StartAt.newBuilder().setLatest(true)));
    }

    private static ConsumeStart.Builder start(String stream, String group) {
      return ConsumeStart.newBuilder().setStream(stream).setGroup(group).setCredit(1 << 20);
    }

    private static Member join(Channel channel, ConsumeStart.Builder start) {
      Member member = new Member();
      member.requests = StreamServiceGrpc.newStub(channel).consume(member);
      member.requests.onNext(ConsumeRequest.newBuilder().setStart(start).build());
      return member;
    }

    void commit(int partition, long offset) {
      requests.onNext(
          ConsumeRequest.newBuilder()
              .setCommit(CommitOffsets.newBuilder().putOffsets(partition, offset))
              .build());
    }

    void leave() {
      requests.onCompleted();
    }

    @Override
    public void onNext(ConsumeResponse message) {
      switch (message.getPartCase()) {
        case RECORDS -> {
          int partition = message.getRecords().getPartition();
          StreamCalls.values(message.getRecords())
              .forEach(value -> values.add(partition + "/" + value));
        }
        case ASSIGNMENT -> partitions = Set.copyOf(message.getAssignment().getPartitionsList());
        case COMMIT -> commits.add(message.getCommit().getRefused());
        case PART_NOT_SET -> throw new AssertionError("an empty message");
      }
    }

    @Override
    public void onError(Throwable error) {
      commits.add(error.toString());
    }

    @Override
    public void onCompleted() {}
  }
}
