package io.optima.gateway.grpc;

import io.grpc.stub.StreamObserver;
import io.optima.gateway.Caller;
import io.optima.gateway.stream.Credit;
import io.optima.gateway.stream.GroupReading;
import io.optima.gateway.stream.Groups;
import io.optima.gateway.stream.PartitionNodes.Stored;
import io.optima.gateway.wire.StreamProtos;
import io.optima.model.DatasetName;
import io.optima.model.OptimaException;
import io.optima.runtime.grpc.ServerStream;
import io.optima.runtime.thread.Threads;
import io.optima.v1.Assignment;
import io.optima.v1.CommitAnswer;
import io.optima.v1.CommitOffsets;
import io.optima.v1.ConsumeRequest;
import io.optima.v1.ConsumeResponse;
import io.optima.v1.ConsumeStart;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One member: the client's first message begins, all others are credit and commits. */
final class ConsumeCall implements StreamObserver<ConsumeRequest> {
  private static final long LOOK_MS = 250;
  private static final ExecutorService COMMITS = Threads.perTask("consume-commit");

  private final Groups groups;
  private final Caller caller;
  private final Credit credit = new Credit(0);
  private final CountDownLatch begun = new CountDownLatch(1);
  private final CompletableFuture<Connected> connected = new CompletableFuture<>();
  private CompletableFuture<?> commits = connected;
  private volatile @Nullable ConsumeStart start;
  private volatile boolean ended;

  private ConsumeCall(Groups groups, Caller caller) {
    this.groups = groups;
    this.caller = caller;
  }

  private record Connected(GroupReading reading, ServerStream<ConsumeResponse> stream) {
    void answer(CommitAnswer answer) {
      reading.send(() -> stream.send(ConsumeResponse.newBuilder().setCommit(answer).build()));
    }
  }

  static StreamObserver<ConsumeRequest> start(
      Groups groups, Caller caller, StreamObserver<ConsumeResponse> answer) {
    ConsumeCall call = new ConsumeCall(groups, caller);
    ServerStream.start(answer, call::serve);
    return call;
  }

  private void serve(ServerStream<ConsumeResponse> stream) throws InterruptedException {
    while (!begun.await(LOOK_MS, TimeUnit.MILLISECONDS)) {
      if (stream.isCancelled()) {
        return;
      }
    }
    ConsumeStart wanted = start;
    if (wanted == null) {
      throw OptimaException.invalid("a member begins with its start: none came");
    }
    GroupReading reading =
        groups.join(
            caller,
            DatasetName.parse(wanted.getStream()),
            wanted.getGroup(),
            StreamProtos.others(wanted));
    connected.complete(new Connected(reading, stream));
    reading.run(new Client(stream), credit);
  }

  /** The member that the client is. */
  private final class Client implements GroupReading.Member {
    private final ServerStream<ConsumeResponse> stream;

    Client(ServerStream<ConsumeResponse> stream) {
      this.stream = stream;
    }

    @Override
    public void assigned(Set<Integer> partitions) {
      stream.send(
          ConsumeResponse.newBuilder()
              .setAssignment(Assignment.newBuilder().addAllPartitions(partitions))
              .build());
    }

    @Override
    public void accept(Stored batch) {
      stream.send(ConsumeResponse.newBuilder().setRecords(StreamProtos.batch(batch)).build());
    }

    @Override
    public boolean isGone() {
      return ended || stream.isCancelled();
    }
  }

  @Override
  public void onNext(ConsumeRequest request) {
    switch (request.getPartCase()) {
      case START -> begin(request.getStart());
      case CREDIT -> add(request.getCredit());
      case COMMIT -> commit(request.getCommit());
      case PART_NOT_SET ->
          throw OptimaException.invalid("a member's message is its start, credit or a commit");
    }
  }

  private void begin(ConsumeStart wanted) {
    if (start != null) {
      throw OptimaException.invalid("a member begins once: open another call");
    }
    start = wanted;
    add(wanted.getCredit());
    begun.countDown();
  }

  private void add(long bytes) {
    credit.add(bytes < 0 ? Long.MAX_VALUE : bytes);
  }

  /** One after the other, beside the call's thread, on which readiness is announced. */
  private void commit(CommitOffsets offsets) {
    commits = commits.thenRunAsync(() -> record(connected.join(), offsets), COMMITS);
  }

  private static void record(Connected connected, CommitOffsets commit) {
    Map<Integer, Long> offsets = new HashMap<>(commit.getOffsetsMap());
    CommitAnswer.Builder answer = CommitAnswer.newBuilder();
    try {
      connected.reading().commit(offsets);
    } catch (OptimaException e) {
      answer.setRefused(e.text());
    }
    connected.answer(answer.build());
  }

  @Override
  public void onError(Throwable error) {
    ended = true;
    begun.countDown();
  }

  /** What was committed before is recorded while the member still is one. */
  @Override
  public void onCompleted() {
    begun.countDown();
    var _ = commits.whenComplete((done, failure) -> ended = true);
  }
}
