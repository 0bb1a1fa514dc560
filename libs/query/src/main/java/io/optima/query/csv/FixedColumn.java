package io.optima.query.csv;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.vector.BaseFixedWidthVector;
import org.apache.arrow.vector.FieldVector;
import org.jspecify.annotations.Nullable;

/** Values that take the same room each. */
final class FixedColumn extends CsvColumn {
  /** A field as the bits of its value. */
  interface Parser {
    /** Returns {@link CsvValues#UNUSUAL} when the field is not written the usual way. */
    long parse(byte[] bytes, int start, int end);
  }

  enum Width {
    BIT,
    INT,
    LONG
  }

  private final Parser parser;
  private final Width width;
  private long[] values = new long[0];

  FixedColumn(byte @Nullable [] nullText, Parser parser, Width width) {
    super(nullText);
    this.parser = parser;
    this.width = width;
  }

  @Override
  void load(CsvRecords records, int column, FieldVector vector) throws UnusualCsvException {
    int rows = records.rows();
    if (values.length < rows) {
      values = new long[rows];
    }
    allValid(rows);
    byte[] bytes = records.buffer();
    for (int row = 0; row < rows; row++) {
      int start = records.start(row, column);
      int end = records.end(row, column);
      if (isNull(bytes, start, end)) {
        setNull(row);
        values[row] = 0;
      } else {
        long value = parser.parse(bytes, start, end);
        if (value == CsvValues.UNUSUAL) {
          throw records.unusual(row, "not as its column's values are usually written");
        }
        values[row] = value;
      }
    }
    BaseFixedWidthVector fixed = (BaseFixedWidthVector) vector;
    fixed.allocateNew(rows);
    putValidity(fixed.getValidityBuffer(), rows);
    put(fixed.getDataBuffer(), rows);
  }

  private void put(ArrowBuf target, int rows) {
    switch (width) {
      case LONG -> bytes(target, rows * 8).asLongBuffer().put(values, 0, rows);
      case INT -> {
        ByteBuffer ints = bytes(target, rows * 4);
        for (int row = 0; row < rows; row++) {
          ints.putInt(4 * row, (int) values[row]);
        }
      }
      case BIT -> {
        ByteBuffer bits = bytes(target, (rows + 7) / 8);
        for (int row = 0; row < rows; row += 8) {
          byte eight = 0;
          for (int i = row; i < Math.min(row + 8, rows); i++) {
            eight |= (byte) (values[i] << (i - row));
          }
          bits.put(row >> 3, eight);
        }
      }
    }
  }

  private static ByteBuffer bytes(ArrowBuf target, int count) {
    return target.nioBuffer(0, count).order(ByteOrder.LITTLE_ENDIAN);
  }
}
