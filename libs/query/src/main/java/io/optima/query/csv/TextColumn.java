package io.optima.query.csv;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VarCharVector;
import org.jspecify.annotations.Nullable;

/** Text, which has to be UTF-8. */
final class TextColumn extends CsvColumn {
  private byte[] data = new byte[1 << 10];
  private int[] offsets = new int[1];

  TextColumn(byte @Nullable [] nullText) {
    super(nullText);
  }

  @Override
  void load(CsvRecords records, int column, FieldVector vector) throws UnusualCsvException {
    int rows = records.rows();
    if (offsets.length <= rows) {
      offsets = new int[rows + 1];
    }
    allValid(rows);
    byte[] bytes = records.buffer();
    int filled = 0;
    for (int row = 0; row < rows; row++) {
      int start = records.start(row, column);
      int end = records.end(row, column);
      if (isNull(bytes, start, end)) {
        setNull(row);
      } else {
        if (filled + end - start > data.length) {
          data = Arrays.copyOf(data, Math.max(2 * data.length, filled + end - start));
        }
        System.arraycopy(bytes, start, data, filled, end - start);
        filled += end - start;
      }
      offsets[row + 1] = filled;
    }
    requireUtf8(records, rows, filled);
    VarCharVector text = (VarCharVector) vector;
    text.allocateNew(filled, rows);
    putValidity(text.getValidityBuffer(), rows);
    text.getOffsetBuffer()
        .nioBuffer(0, 4 * (rows + 1))
        .order(ByteOrder.LITTLE_ENDIAN)
        .asIntBuffer()
        .put(offsets, 0, rows + 1);
    text.getDataBuffer().setBytes(0, data, 0, filled);
    text.setLastSet(rows - 1);
  }

  /** Whole characters in all fields together, and none that begins in the middle of one. */
  private void requireUtf8(CsvRecords records, int rows, int filled) throws UnusualCsvException {
    if (isAscii(filled)) {
      return;
    }
    for (int row = 0; row < rows; row++) {
      if (offsets[row] < filled && (data[offsets[row]] & 0xc0) == 0x80) {
        throw records.unusual(row, "not UTF-8");
      }
    }
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(data, 0, filled));
    } catch (CharacterCodingException e) {
      throw records.unusual(0, "not UTF-8");
    }
  }

  private boolean isAscii(int filled) {
    byte all = 0;
    for (int i = 0; i < filled; i++) {
      all |= data[i];
    }
    return all >= 0;
  }
}
