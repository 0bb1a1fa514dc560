package io.optima.query.csv;

import java.util.Arrays;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.vector.FieldVector;
import org.jspecify.annotations.Nullable;

/** Makes one column of a batch of records. */
abstract sealed class CsvColumn permits FixedColumn, TextColumn {
  private final byte @Nullable [] nullText;
  private byte[] validity = new byte[0];

  CsvColumn(byte @Nullable [] nullText) {
    this.nullText = nullText;
  }

  /** Fills the vector with the fields of the column. */
  abstract void load(CsvRecords records, int column, FieldVector vector) throws UnusualCsvException;

  final boolean isNull(byte[] bytes, int start, int end) {
    return nullText == null
        ? start == end
        : Arrays.equals(bytes, start, end, nullText, 0, nullText.length);
  }

  final void allValid(int rows) {
    int bytes = (rows + 7) / 8;
    if (validity.length < bytes) {
      validity = new byte[bytes];
    }
    Arrays.fill(validity, 0, bytes, (byte) 0xff);
    if (rows % 8 != 0) {
      validity[bytes - 1] = (byte) ((1 << rows % 8) - 1);
    }
  }

  final void setNull(int row) {
    validity[row >> 3] &= (byte) ~(1 << (row & 7));
  }

  final void putValidity(ArrowBuf target, int rows) {
    target.setBytes(0, validity, 0, (rows + 7L) / 8);
  }
}
