package io.optima.gateway.kafka;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnsafeByteOperations;
import io.optima.gateway.stream.PartitionNodes.Stored;
import io.optima.model.OptimaException;
import io.optima.v1.Record;
import io.optima.v1.RecordBatch;
import io.optima.v1.RecordHeader;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/**
 * Records in Kafka's form and in ours. They have the same parts; Kafka's timestamps are
 * milliseconds, so what is finer is lost on the way in.
 */
final class KafkaRecords {
  private static final int MICROS = 1_000;

  private KafkaRecords() {}

  /**
   * A batch for a partition, record by record.
   *
   * @throws OptimaException INVALID_ARGUMENT when a timestamp is one that Kafka does not have
   */
  static List<ProducerRecord<byte[], byte[]>> outgoing(
      String topic, int partition, ByteString batch) {
    try {
      return RecordBatch.parseFrom(batch).getRecordsList().stream()
          .map(record -> outgoing(topic, partition, record))
          .toList();
    } catch (InvalidProtocolBufferException e) {
      throw OptimaException.invalid("the batch is damaged: send a serialized RecordBatch");
    }
  }

  private static ProducerRecord<byte[], byte[]> outgoing(
      String topic, int partition, Record record) {
    if (record.getTimestamp() < 0) {
      throw OptimaException.invalid(
          "timestamp %d is before 1970: topics of Kafka have no such times", record.getTimestamp());
    }
    RecordHeaders headers = new RecordHeaders();
    for (RecordHeader header : record.getHeadersList()) {
      headers.add(header.getName(), header.hasValue() ? header.getValue().toByteArray() : null);
    }
    return new ProducerRecord<>(
        topic,
        partition,
        record.getTimestamp() == 0 ? null : record.getTimestamp() / MICROS,
        record.hasKey() ? record.getKey().toByteArray() : null,
        record.hasValue() ? record.getValue().toByteArray() : null,
        headers);
  }

  /** Records of a partition in their order, as batches without gaps. */
  static List<Stored> incoming(int partition, List<ConsumerRecord<byte[], byte[]>> records) {
    List<Stored> batches = new ArrayList<>();
    RecordBatch.Builder batch = RecordBatch.newBuilder();
    long first = 0;
    for (ConsumerRecord<byte[], byte[]> record : records) {
      int count = batch.getRecordsCount();
      if (count > 0 && record.offset() != first + count) {
        batches.add(stored(partition, first, batch));
        batch.clear();
      }
      if (batch.getRecordsCount() == 0) {
        first = record.offset();
      }
      batch.addRecords(incoming(record));
    }
    if (batch.getRecordsCount() > 0) {
      batches.add(stored(partition, first, batch));
    }
    return batches;
  }

  private static Stored stored(int partition, long first, RecordBatch.Builder batch) {
    return new Stored(partition, first, batch.getRecordsCount(), batch.build().toByteString(), 0);
  }

  static Record incoming(ConsumerRecord<byte[], byte[]> record) {
    Record.Builder built =
        Record.newBuilder().setTimestamp(Math.max(0, record.timestamp()) * MICROS);
    byte @Nullable [] key = record.key();
    if (key != null) {
      built.setKey(UnsafeByteOperations.unsafeWrap(key));
    }
    byte @Nullable [] value = record.value();
    if (value != null) {
      built.setValue(UnsafeByteOperations.unsafeWrap(value));
    }
    for (Header header : record.headers()) {
      RecordHeader.Builder named = RecordHeader.newBuilder().setName(header.key());
      byte @Nullable [] said = header.value();
      if (said != null) {
        named.setValue(UnsafeByteOperations.unsafeWrap(said));
      }
      built.addHeaders(named);
    }
    return built.build();
  }
}
