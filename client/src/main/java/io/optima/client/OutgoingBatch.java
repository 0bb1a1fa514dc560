package io.optima.client;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import io.optima.model.OptimaException;
import io.optima.v1.Durability;
import io.optima.v1.PublishBatchRequest;
import io.optima.v1.PublishBatchResponse;
import io.optima.v1.Record;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Records of one partition that travel together. */
final class OutgoingBatch {
  private static final int RECORDS = 1;

  private final int partition;
  private final long begun = System.nanoTime();
  private final ByteString.Output bytes = ByteString.newOutput(4096);
  private final CodedOutputStream out = CodedOutputStream.newInstance(bytes, 4096);
  private final List<CompletableFuture<RecordPlace>> answers = new ArrayList<>();
  private PublishBatchRequest request = PublishBatchRequest.getDefaultInstance();

  OutgoingBatch(int partition) {
    this.partition = partition;
  }

  /** So many bytes the record takes in a batch. */
  static int size(Record record) {
    return CodedOutputStream.computeMessageSize(RECORDS, record);
  }

  CompletableFuture<RecordPlace> add(Record record) {
    try {
      out.writeMessage(RECORDS, record);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    CompletableFuture<RecordPlace> answer = new CompletableFuture<>();
    answers.add(answer);
    return answer;
  }

  int partition() {
    return partition;
  }

  int size() {
    return out.getTotalBytesWritten();
  }

  /** When its first record came, by {@link System#nanoTime}. */
  long begun() {
    return begun;
  }

  /** No record is added any more. */
  void finish(ByteString producer, long sequence, Durability durability) {
    try {
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    request =
        PublishBatchRequest.newBuilder()
            .setPartition(partition)
            .setRecords(bytes.toByteString())
            .setCount(answers.size())
            .setProducer(producer)
            .setSequence(sequence)
            .setDurability(durability)
            .build();
  }

  /** The same whenever it is sent. */
  PublishBatchRequest request() {
    return request;
  }

  void answer(PublishBatchResponse response) {
    boolean consecutive = response.getOffsetsCount() == 0;
    for (int i = 0; i < answers.size(); i++) {
      long offset = consecutive ? response.getFirstOffset() + i : response.getOffsets(i);
      answers.get(i).complete(new RecordPlace(partition, offset));
    }
  }

  void fail(OptimaException error) {
    answers.forEach(answer -> answer.completeExceptionally(error));
  }
}
