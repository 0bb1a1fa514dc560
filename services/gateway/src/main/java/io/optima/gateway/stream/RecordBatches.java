package io.optima.gateway.stream;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import io.optima.model.ErrorCode;
import io.optima.model.OptimaException;
import io.optima.query.protobuf.RowMessages;
import java.io.IOException;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * Serialized {@code optima.v1.RecordBatch}es, looked at without making records of them. What this
 * lets in, everybody behind can read: one batch that nobody can decode would keep its partition
 * from being sealed for ever.
 */
public final class RecordBatches {
  private static final int RECORDS = tag(1, WireFormat.WIRETYPE_LENGTH_DELIMITED);
  private static final int TIMESTAMP = tag(1, WireFormat.WIRETYPE_VARINT);
  private static final int KEY = tag(2, WireFormat.WIRETYPE_LENGTH_DELIMITED);
  private static final int VALUE = tag(3, WireFormat.WIRETYPE_LENGTH_DELIMITED);
  private static final int HEADERS = tag(4, WireFormat.WIRETYPE_LENGTH_DELIMITED);
  private static final int HEADER_NAME = tag(1, WireFormat.WIRETYPE_LENGTH_DELIMITED);
  private static final int HEADER_VALUE = tag(2, WireFormat.WIRETYPE_LENGTH_DELIMITED);

  /** As {@code google.protobuf.Timestamp}. */
  private static final long FIRST_MICROS = -62_135_596_800_000_000L;

  private static final long END_MICROS = 253_402_300_800_000_000L;

  private RecordBatches() {}

  private static int tag(int field, int type) {
    return (field << 3) | type;
  }

  /**
   * Refuses bytes that are not a batch of so many records.
   *
   * @param rows what the values have to be; null: bytes
   * @throws OptimaException INVALID_ARGUMENT naming the record
   */
  public static void check(ByteString batch, int count, @Nullable RowMessages rows) {
    int found = 0;
    try {
      CodedInputStream in = batch.newCodedInput();
      in.enableAliasing(true); // values are looked at where they are
      while (!in.isAtEnd()) {
        expect(in.readTag(), RECORDS);
        int outer = in.pushLimit(in.readRawVarint32());
        checkRecord(in, found, rows);
        in.popLimit(outer);
        found++;
      }
    } catch (IOException e) {
      throw new OptimaException(
          ErrorCode.INVALID_ARGUMENT,
          "record %d of the batch is damaged: send a serialized RecordBatch".formatted(found),
          e);
    }
    if (found != count || count == 0) {
      throw OptimaException.invalid(
          "the batch has %d records and says it has %d: a batch has one at least, and counts them",
          found, count);
    }
  }

  private static void checkRecord(CodedInputStream in, int number, @Nullable RowMessages rows)
      throws IOException {
    while (in.getBytesUntilLimit() > 0) {
      int tag = in.readTag();
      if (tag == TIMESTAMP) {
        checkTimestamp(in.readRawVarint64());
      } else if (tag == VALUE && rows != null) {
        checkRow(in.readBytes(), number, rows);
      } else if (tag == KEY || tag == VALUE) {
        in.skipRawBytes(in.readRawVarint32());
      } else {
        expect(tag, HEADERS);
        int outer = in.pushLimit(in.readRawVarint32());
        checkHeader(in);
        in.popLimit(outer);
      }
    }
  }

  private static void checkRow(ByteString value, int number, RowMessages rows) {
    try {
      rows.check(value);
    } catch (OptimaException e) {
      throw new OptimaException(e.code(), "record %d: %s".formatted(number, e.text()), e);
    }
  }

  private static void checkTimestamp(long micros) {
    if (micros < FIRST_MICROS || micros >= END_MICROS) {
      throw OptimaException.invalid(
          "timestamp %d is not in the years 1 to 9999: timestamps are microseconds since 1970",
          micros);
    }
  }

  private static void checkHeader(CodedInputStream in) throws IOException {
    while (in.getBytesUntilLimit() > 0) {
      int tag = in.readTag();
      if (tag == HEADER_NAME) {
        in.readStringRequireUtf8();
      } else {
        expect(tag, HEADER_VALUE);
        in.skipRawBytes(in.readRawVarint32());
      }
    }
  }

  private static void expect(int tag, int expected) throws IOException {
    if (tag != expected) {
      throw new IOException("tag " + tag);
    }
  }

  /** The batch of {@code count} of its records, behind {@code skipped} ones; nothing is copied. */
  static ByteString part(ByteString batch, int skipped, int count) {
    int begin = position(batch, 0, skipped);
    int end = position(batch, begin, count);
    return batch.substring(begin, end);
  }

  private static int position(ByteString batch, int from, int records) {
    try {
      CodedInputStream in = batch.substring(from).newCodedInput();
      for (int i = 0; i < records; i++) {
        expect(in.readTag(), RECORDS);
        in.skipRawBytes(in.readRawVarint32());
      }
      return from + in.getTotalBytesRead();
    } catch (IOException e) {
      throw damaged(e);
    }
  }

  /**
   * Which is the first record of that time or later.
   *
   * @param otherwise timestamp of records that carry none
   */
  static OptionalInt find(ByteString batch, long otherwise, long micros) {
    try {
      CodedInputStream in = batch.newCodedInput();
      for (int i = 0; !in.isAtEnd(); i++) {
        expect(in.readTag(), RECORDS);
        int outer = in.pushLimit(in.readRawVarint32());
        long timestamp = timestamp(in);
        in.popLimit(outer);
        if ((timestamp == 0 ? otherwise : timestamp) >= micros) {
          return OptionalInt.of(i);
        }
      }
      return OptionalInt.empty();
    } catch (IOException e) {
      throw damaged(e);
    }
  }

  private static long timestamp(CodedInputStream in) throws IOException {
    long timestamp = 0;
    while (in.getBytesUntilLimit() > 0) {
      if (in.readTag() == TIMESTAMP) {
        timestamp = in.readRawVarint64();
      } else {
        in.skipRawBytes(in.readRawVarint32());
      }
    }
    return timestamp;
  }

  private static OptimaException damaged(IOException cause) {
    return new OptimaException(
        ErrorCode.CORRUPT, "a stored batch is damaged: run 'optima verify'", cause);
  }
}
