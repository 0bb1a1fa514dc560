package io.optima.query.pipe;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.apache.arrow.flatbuf.Message;

/**
 * A stream of Arrow IPC whose lengths are looked at before a reader believes them: it would
 * allocate however much they say. Refuses what follows the stream's end, too.
 */
final class CheckedMessages extends FilterInputStream {
  private static final int CONTINUATION = -1;
  private static final int PREFIX = 2 * Integer.BYTES;
  private static final int MOST_METADATA = 16 << 20;

  private final long mostBody;
  private byte[] head = {};
  private int taken;
  private long body;
  private long message;
  private boolean ended;

  CheckedMessages(InputStream in, long mostBody) {
    super(in);
    this.mostBody = mostBody;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] to, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    if (taken == head.length && body == 0 && !next()) {
      return -1;
    }
    if (taken < head.length) {
      int size = Math.min(length, head.length - taken);
      System.arraycopy(head, taken, to, offset, size);
      taken += size;
      return size;
    }
    int read = in.read(to, offset, (int) Math.min(length, body));
    if (read < 0) {
      throw new BadOutputException("message %d is cut off".formatted(message));
    }
    body -= read;
    return read;
  }

  private boolean next() throws IOException {
    byte[] prefix = in.readNBytes(PREFIX);
    if (prefix.length == 0) {
      return false;
    }
    if (ended) {
      throw new BadOutputException("there are bytes behind the end of the Arrow stream");
    }
    message++;
    ByteBuffer numbers = ByteBuffer.wrap(prefix).order(ByteOrder.LITTLE_ENDIAN);
    if (prefix.length < PREFIX || numbers.getInt() != CONTINUATION) {
      throw damaged();
    }
    int length = numbers.getInt();
    if (length < 0 || length > MOST_METADATA) {
      throw damaged();
    }
    byte[] metadata = in.readNBytes(length);
    if (metadata.length < length) {
      throw new BadOutputException("message %d is cut off".formatted(message));
    }
    ended = length == 0;
    body = ended ? 0 : body(metadata);
    head = ByteBuffer.allocate(PREFIX + length).put(prefix).put(metadata).array();
    taken = 0;
    return true;
  }

  private long body(byte[] metadata) throws BadOutputException {
    try {
      long length =
          Message.getRootAsMessage(ByteBuffer.wrap(metadata).order(ByteOrder.LITTLE_ENDIAN))
              .bodyLength();
      if (length < 0 || length > mostBody) {
        throw new BadOutputException(
            "message %d says that it has %d bytes; at most %d are read"
                .formatted(message, length, mostBody));
      }
      return length;
    } catch (IndexOutOfBoundsException | IllegalArgumentException e) {
      throw damaged();
    }
  }

  private BadOutputException damaged() {
    return new BadOutputException("message %d is damaged or not Arrow IPC".formatted(message));
  }

  /** What is wrong with the bytes, in words for the caller. */
  static final class BadOutputException extends IOException {
    BadOutputException(String message) {
      super(message);
    }
  }
}
