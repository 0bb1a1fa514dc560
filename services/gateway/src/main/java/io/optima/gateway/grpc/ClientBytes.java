package io.optima.gateway.grpc;

import com.google.protobuf.ByteString;
import io.optima.model.ErrorCode;
import io.optima.model.OptimaException;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * The bytes a client streams, read by a thread that may block. Holds at most as many messages as
 * were requested from the client; each one taken lets it send another.
 */
final class ClientBytes extends InputStream {
  /** Messages on their way at any time: enough to hide the latency, a few megabytes at most. */
  static final int MESSAGES_AHEAD = 8;

  private sealed interface Part {
    record Data(ByteString bytes) implements Part {}

    record End() implements Part {}

    record Broken() implements Part {}
  }

  private final BlockingQueue<Part> parts = new LinkedBlockingQueue<>();
  private final Runnable requestMore;
  private InputStream current = InputStream.nullInputStream();
  private boolean ended;

  /**
   * Bytes that are yet to come.
   *
   * @param requestMore lets the client send one more message
   */
  ClientBytes(Runnable requestMore) {
    this.requestMore = requestMore;
  }

  void add(ByteString bytes) {
    parts.add(new Part.Data(bytes));
  }

  /** The client has sent everything. */
  void end() {
    parts.add(new Part.End());
  }

  /** The client is gone before it had sent everything. */
  void broken() {
    parts.add(new Part.Broken());
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    int read = current.read(target, offset, length);
    while (read < 0 && !ended) {
      next();
      read = current.read(target, offset, length);
    }
    return read;
  }

  private void next() throws IOException {
    switch (take()) {
      case Part.Data data -> {
        current = data.bytes().newInput();
        requestMore.run();
      }
      case Part.End() -> ended = true;
      case Part.Broken() ->
          throw new OptimaException(
              ErrorCode.CANCELLED, "the client went away before it had sent everything");
    }
  }

  private Part take() throws IOException {
    try {
      return parts.take();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while waiting for the client", e);
    }
  }
}
