package io.optima.client;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnsafeByteOperations;
import io.optima.model.stream.StreamRecord;
import io.optima.v1.Record;
import io.optima.v1.RecordBatch;
import io.optima.v1.RecordHeader;
import io.optima.v1.SubscribeResponse;
import java.util.ArrayList;
import java.util.List;

/** Records between the model and protobuf; arrays are not copied on their way out. */
final class RecordProtos {
  private RecordProtos() {}

  static Record of(StreamRecord record) {
    Record.Builder built = Record.newBuilder().setTimestamp(record.timestamp());
    if (record.key() != null) {
      built.setKey(wrapped(record.key()));
    }
    if (record.value() != null) {
      built.setValue(wrapped(record.value()));
    }
    record.headers().forEach(header -> built.addHeaders(of(header)));
    return built.build();
  }

  private static RecordHeader of(StreamRecord.Header header) {
    RecordHeader.Builder built = RecordHeader.newBuilder().setName(header.name());
    if (header.value() != null) {
      built.setValue(wrapped(header.value()));
    }
    return built.build();
  }

  private static ByteString wrapped(byte[] bytes) {
    return UnsafeByteOperations.unsafeWrap(bytes);
  }

  /** The records of a batch, each at its place. */
  static List<ReceivedRecord> received(SubscribeResponse batch)
      throws InvalidProtocolBufferException {
    List<ReceivedRecord> received = new ArrayList<>();
    long offset = batch.getFirstOffset();
    for (Record record : RecordBatch.parseFrom(batch.getRecords()).getRecordsList()) {
      received.add(
          new ReceivedRecord(batch.getPartition(), offset++, record(record, batch.getAppended())));
    }
    return received;
  }

  /**
   * @param appended timestamp of records that carry none
   */
  private static StreamRecord record(Record record, long appended) {
    return new StreamRecord(
        record.getTimestamp() == 0 ? appended : record.getTimestamp(),
        record.hasKey() ? record.getKey().toByteArray() : null,
        record.hasValue() ? record.getValue().toByteArray() : null,
        record.getHeadersList().stream().map(RecordProtos::header).toList());
  }

  private static StreamRecord.Header header(RecordHeader header) {
    return new StreamRecord.Header(
        header.getName(), header.hasValue() ? header.getValue().toByteArray() : null);
  }
}
