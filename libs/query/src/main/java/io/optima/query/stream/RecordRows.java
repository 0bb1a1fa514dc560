package io.optima.query.stream;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.optima.model.stream.StreamRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.TimeStampMicroTZVector;
import org.apache.arrow.vector.VarBinaryVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.complex.StructVector;

/** The records of a batch of {@link RecordColumns#RECORDS} in canonical Arrow. */
final class RecordRows {
  private final BigIntVector offsets;
  private final TimeStampMicroTZVector timestamps;
  private final VarBinaryVector keys;
  private final VarBinaryVector values;
  private final ListVector headers;
  private final VarCharVector names;
  private final VarBinaryVector contents;

  RecordRows(VectorSchemaRoot batch) {
    offsets = (BigIntVector) batch.getVector(RecordColumns.OFFSET);
    timestamps = (TimeStampMicroTZVector) batch.getVector(RecordColumns.TIMESTAMP);
    keys = (VarBinaryVector) batch.getVector(RecordColumns.KEY);
    values = (VarBinaryVector) batch.getVector(RecordColumns.VALUE);
    headers = (ListVector) batch.getVector(RecordColumns.HEADERS);
    StructVector entries = (StructVector) headers.getDataVector();
    names = (VarCharVector) entries.getChild(RecordColumns.HEADER_NAME);
    contents = (VarBinaryVector) entries.getChild(RecordColumns.HEADER_VALUE);
  }

  long offset(int row) {
    return offsets.get(row);
  }

  StreamRecord record(int row) {
    return new StreamRecord(
        timestamps.get(row),
        keys.isNull(row) ? null : keys.get(row),
        values.isNull(row) ? null : values.get(row),
        headers(row));
  }

  private List<StreamRecord.Header> headers(int row) {
    int at = headers.getElementStartIndex(row);
    int end = headers.getElementEndIndex(row);
    if (at == end) {
      return List.of();
    }
    List<StreamRecord.Header> found = new ArrayList<>(end - at);
    for (; at < end; at++) {
      String name = new String(Objects.requireNonNull(names.get(at)), UTF_8);
      found.add(new StreamRecord.Header(name, contents.isNull(at) ? null : contents.get(at)));
    }
    return found;
  }
}
