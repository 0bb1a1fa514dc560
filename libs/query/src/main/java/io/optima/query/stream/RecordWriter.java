package io.optima.query.stream;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.optima.model.OptimaException;
import io.optima.model.stream.StreamRecord;
import io.optima.query.protobuf.RowMessages;
import io.optima.query.protobuf.RowVectors;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.TimeStampMicroTZVector;
import org.apache.arrow.vector.VarBinaryVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.complex.StructVector;
import org.jspecify.annotations.Nullable;

/** Fills a batch of {@link RecordColumns#of} with records, one behind the other. */
final class RecordWriter {
  private final VectorSchemaRoot batch;
  private final int partition;
  private final IntVector partitions;
  private final BigIntVector offsets;
  private final TimeStampMicroTZVector timestamps;
  private final VarBinaryVector keys;
  private final VarBinaryVector values;
  private final ListVector headers;
  private final StructVector entries;
  private final VarCharVector names;
  private final VarBinaryVector contents;
  private final @Nullable RowVectors typed;
  private int rows;

  /**
   * @param messages null when values are only bytes
   */
  RecordWriter(VectorSchemaRoot batch, int partition, @Nullable RowMessages messages) {
    this.batch = batch;
    this.partition = partition;
    this.partitions = (IntVector) batch.getVector(RecordColumns.PARTITION);
    this.offsets = (BigIntVector) batch.getVector(RecordColumns.OFFSET);
    this.timestamps = (TimeStampMicroTZVector) batch.getVector(RecordColumns.TIMESTAMP);
    this.keys = (VarBinaryVector) batch.getVector(RecordColumns.KEY);
    this.values = (VarBinaryVector) batch.getVector(RecordColumns.VALUE);
    this.headers = (ListVector) batch.getVector(RecordColumns.HEADERS);
    this.entries = (StructVector) headers.getDataVector();
    this.names = (VarCharVector) entries.getChild(RecordColumns.HEADER_NAME);
    this.contents = (VarBinaryVector) entries.getChild(RecordColumns.HEADER_VALUE);
    this.typed = messages == null ? null : new RowVectors(messages, batch);
  }

  void add(long offset, StreamRecord record) {
    partitions.setSafe(rows, partition);
    offsets.setSafe(rows, offset);
    timestamps.setSafe(rows, record.timestamp());
    set(keys, rows, record.key());
    set(values, rows, record.value());
    int at = headers.startNewValue(rows);
    for (StreamRecord.Header header : record.headers()) {
      entries.setIndexDefined(at);
      names.setSafe(at, header.name().getBytes(UTF_8));
      set(contents, at, header.value());
      at++;
    }
    headers.endValue(rows, record.headers().size());
    if (typed != null && record.value() != null) {
      decode(typed, record.value());
    }
    rows++;
  }

  /** A value that is no row was not let in; should one be there, it must not keep others back. */
  private void decode(RowVectors columns, byte[] value) {
    try {
      columns.decode(rows, value);
    } catch (OptimaException e) {
      ((VarCharVector) batch.getVector(RecordColumns.UNREADABLE.name()))
          .setSafe(rows, e.text().getBytes(UTF_8));
    }
  }

  private static void set(VarBinaryVector column, int row, byte @Nullable [] bytes) {
    if (bytes == null) {
      column.setNull(row);
    } else {
      column.setSafe(row, bytes);
    }
  }

  int rows() {
    return rows;
  }

  /** Ends the batch. */
  void finish() {
    batch.setRowCount(rows);
  }
}
