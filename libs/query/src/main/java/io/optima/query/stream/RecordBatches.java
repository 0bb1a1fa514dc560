package io.optima.query.stream;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnsafeByteOperations;
import io.optima.model.ErrorCode;
import io.optima.model.OptimaException;
import io.optima.model.stream.StreamRecord;
import io.optima.v1.Record;
import io.optima.v1.RecordBatch;
import io.optima.v1.RecordHeader;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Records in the form in which they travel, and lie in the journal. */
public final class RecordBatches {
  private RecordBatches() {}

  /**
   * The batch's records. One that brought no timestamp has that of the batch.
   *
   * @throws OptimaException CORRUPT when the payload is no record batch, or one of another number
   */
  public static List<StreamRecord> decode(TailBatch batch) {
    RecordBatch parsed = parse(batch);
    if (parsed.getRecordsCount() != batch.records()) {
      throw corrupt(
          batch, "it holds %d records".formatted(parsed.getRecordsCount()), /* cause= */ null);
    }
    List<StreamRecord> records = new ArrayList<>(batch.records());
    for (Record record : parsed.getRecordsList()) {
      records.add(decoded(record, batch.appended()));
    }
    return records;
  }

  private static RecordBatch parse(TailBatch batch) {
    try {
      return RecordBatch.parseFrom(UnsafeByteOperations.unsafeWrap(batch.payload()));
    } catch (InvalidProtocolBufferException e) {
      throw corrupt(batch, "it cannot be parsed", e);
    }
  }

  private static OptimaException corrupt(
      TailBatch batch, String why, @Nullable InvalidProtocolBufferException cause) {
    return new OptimaException(
        ErrorCode.CORRUPT,
        "the batch of %d records at offset %d is damaged: %s"
            .formatted(batch.records(), batch.firstOffset(), why),
        cause);
  }

  private static StreamRecord decoded(Record record, long appended) {
    return new StreamRecord(
        record.getTimestamp() == 0 ? appended : record.getTimestamp(),
        record.hasKey() ? record.getKey().toByteArray() : null,
        record.hasValue() ? record.getValue().toByteArray() : null,
        record.getHeadersList().stream().map(RecordBatches::decoded).toList());
  }

  private static StreamRecord.Header decoded(RecordHeader header) {
    return new StreamRecord.Header(
        header.getName(), header.hasValue() ? header.getValue().toByteArray() : null);
  }

  /** The records as a serialized {@code optima.v1.RecordBatch}. */
  public static byte[] encode(List<StreamRecord> records) {
    RecordBatch.Builder batch = RecordBatch.newBuilder();
    records.forEach(record -> batch.addRecords(encoded(record)));
    return batch.build().toByteArray();
  }

  private static Record encoded(StreamRecord record) {
    Record.Builder encoded = Record.newBuilder().setTimestamp(record.timestamp());
    if (record.key() != null) {
      encoded.setKey(wrapped(record.key()));
    }
    if (record.value() != null) {
      encoded.setValue(wrapped(record.value()));
    }
    record.headers().forEach(header -> encoded.addHeaders(encoded(header)));
    return encoded.build();
  }

  private static RecordHeader encoded(StreamRecord.Header header) {
    RecordHeader.Builder encoded = RecordHeader.newBuilder().setName(header.name());
    if (header.value() != null) {
      encoded.setValue(wrapped(header.value()));
    }
    return encoded.build();
  }

  private static ByteString wrapped(byte[] bytes) {
    return UnsafeByteOperations.unsafeWrap(bytes);
  }
}
