package io.optima.query.format;

import io.optima.model.OptimaException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import org.apache.arrow.flatbuf.Message;

/**
 * Walks over the messages of Arrow IPC data before a reader believes the lengths in them, which it
 * would allocate however large they are.
 */
final class ArrowMessages {
  private static final int CONTINUATION = -1;

  private final FileChannel file;
  private long at;

  private ArrowMessages(FileChannel file, long at) {
    this.file = file;
    this.at = at;
  }

  /** Refuses data whose messages do not lie within the file, beginning at {@code start}. */
  static void check(FileChannel file, long start) throws IOException {
    ArrowMessages messages = new ArrowMessages(file, start);
    try {
      while (messages.hasNext()) {
        messages.skip();
      }
    } catch (IndexOutOfBoundsException | IllegalArgumentException e) {
      throw messages.damaged();
    }
  }

  private boolean hasNext() {
    return remaining() >= Integer.BYTES;
  }

  private void skip() throws IOException {
    int length = number();
    if (length == CONTINUATION) {
      length = number();
    }
    if (length == 0) {
      at = size();
      return;
    }
    if (length < 0 || length > remaining()) {
      throw damaged();
    }
    long body = Message.getRootAsMessage(read(length)).bodyLength();
    if (body < 0 || body > remaining()) {
      throw damaged();
    }
    at += body;
  }

  private int number() throws IOException {
    return read(Integer.BYTES).getInt();
  }

  private ByteBuffer read(int length) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    while (bytes.hasRemaining()) {
      if (file.read(bytes, at + bytes.position()) < 0) {
        throw damaged();
      }
    }
    at += length;
    return bytes.flip();
  }

  private long remaining() {
    return size() - at;
  }

  private long size() {
    try {
      return file.size();
    } catch (IOException e) {
      return 0;
    }
  }

  private OptimaException damaged() {
    return OptimaException.invalid(
        "this is not readable as ARROW: the message at byte %d is damaged or not Arrow IPC", at);
  }
}
