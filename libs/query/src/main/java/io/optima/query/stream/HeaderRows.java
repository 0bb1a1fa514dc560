package io.optima.query.stream;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.optima.model.stream.StreamRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VarBinaryVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.complex.StructVector;

/** Headers of records in a column of canonical Arrow. */
final class HeaderRows {
  private final ListVector headers;
  private final VarCharVector names;
  private final VarBinaryVector contents;

  HeaderRows(FieldVector column) {
    headers = (ListVector) column;
    StructVector entries = (StructVector) headers.getDataVector();
    names = (VarCharVector) entries.getChild(RecordColumns.HEADER_NAME);
    contents = (VarBinaryVector) entries.getChild(RecordColumns.HEADER_VALUE);
  }

  /** None where the column is null. */
  List<StreamRecord.Header> of(int row) {
    int at = headers.getElementStartIndex(row);
    int end = headers.getElementEndIndex(row);
    if (at == end || headers.isNull(row)) {
      return List.of();
    }
    List<StreamRecord.Header> found = new ArrayList<>(end - at);
    for (; at < end; at++) {
      byte[] name = names.isNull(at) ? new byte[0] : Objects.requireNonNull(names.get(at));
      found.add(
          new StreamRecord.Header(
              new String(name, UTF_8), contents.isNull(at) ? null : contents.get(at)));
    }
    return found;
  }
}
