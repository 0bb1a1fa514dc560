package io.optima.query.stream;

import io.optima.model.stream.StreamRecord;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.TimeStampMicroTZVector;
import org.apache.arrow.vector.VarBinaryVector;
import org.apache.arrow.vector.VectorSchemaRoot;

/** The records of a batch of {@link RecordColumns#RECORDS} in canonical Arrow. */
final class RecordRows {
  private final BigIntVector offsets;
  private final TimeStampMicroTZVector timestamps;
  private final VarBinaryVector keys;
  private final VarBinaryVector values;
  private final HeaderRows headers;

  RecordRows(VectorSchemaRoot batch) {
    offsets = (BigIntVector) batch.getVector(RecordColumns.OFFSET);
    timestamps = (TimeStampMicroTZVector) batch.getVector(RecordColumns.TIMESTAMP);
    keys = (VarBinaryVector) batch.getVector(RecordColumns.KEY);
    values = (VarBinaryVector) batch.getVector(RecordColumns.VALUE);
    headers = new HeaderRows(batch.getVector(RecordColumns.HEADERS));
  }

  long offset(int row) {
    return offsets.get(row);
  }

  StreamRecord record(int row) {
    return new StreamRecord(
        timestamps.get(row),
        keys.isNull(row) ? null : keys.get(row),
        values.isNull(row) ? null : values.get(row),
        headers.of(row));
  }
}
