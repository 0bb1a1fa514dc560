package io.optima.gateway.grpc;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import io.optima.runtime.grpc.ServerStream;
import io.optima.v1.ReadResponse;
import java.io.OutputStream;
import java.util.Arrays;

/** Bytes that become messages of a read; writing waits while the client is slow. */
final class StreamOutput extends OutputStream {
  /**
   * Large enough that the work per message does not count, small enough to be held by thousands.
   */
  private static final int MESSAGE_BYTES = 256 << 10;

  private final ServerStream<ReadResponse> stream;
  private byte[] buffer = new byte[MESSAGE_BYTES];
  private int filled;

  StreamOutput(ServerStream<ReadResponse> stream) {
    this.stream = stream;
  }

  @Override
  public void write(int b) {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] source, int offset, int length) {
    int done = 0;
    while (done < length) {
      int part = Math.min(length - done, MESSAGE_BYTES - filled);
      System.arraycopy(source, offset + done, buffer, filled, part);
      filled += part;
      done += part;
      if (filled == MESSAGE_BYTES) {
        send(UnsafeByteOperations.unsafeWrap(buffer));
        buffer = new byte[MESSAGE_BYTES];
      }
    }
  }

  /** Sends the rest; formats flush far too often to follow each of their wishes. */
  @Override
  public void close() {
    if (filled > 0) {
      send(UnsafeByteOperations.unsafeWrap(Arrays.copyOf(buffer, filled)));
    }
  }

  private void send(ByteString data) {
    filled = 0;
    stream.send(ReadResponse.newBuilder().setData(data).build());
  }
}
