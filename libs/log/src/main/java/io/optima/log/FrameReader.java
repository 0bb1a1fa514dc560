package io.optima.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Reads frames of one segment through a window that mostly moves forward. */
final class FrameReader {
  private final Segment segment;
  private ByteBuffer window;
  private int windowAt;

  FrameReader(Segment segment, int windowBytes) {
    this.segment = segment;
    this.window = ByteBuffer.allocate(windowBytes).limit(0);
  }

  /** What the header at a position says, if it could be one; nothing is verified. */
  @Nullable FrameHeader header(int position) throws IOException {
    if (!covers(position, FrameHeader.BYTES)) {
      return null;
    }
    FrameHeader header = FrameHeader.decode(window, position - windowAt);
    boolean fits =
        header != null
            && header.payloadBytes() <= segment.fileBytes() - position - FrameHeader.BYTES;
    return fits ? header : null;
  }

  /** Whether the frame of this header is there, whole. */
  boolean intact(FrameHeader header, int position) throws IOException {
    return covers(position, FrameHeader.BYTES + header.payloadBytes())
        && header.intact(window, position - windowAt, segment.salt(), position);
  }

  /** The frame that begins at a position; null when none does. */
  @Nullable FrameHeader frame(int position) throws IOException {
    FrameHeader header = header(position);
    return header != null && intact(header, position) ? header : null;
  }

  /** A copy of the payload of a frame that is intact. */
  ByteBuffer payload(FrameHeader header, int position) throws IOException {
    covers(position, FrameHeader.BYTES + header.payloadBytes());
    byte[] bytes = new byte[header.payloadBytes()];
    window.get(position - windowAt + FrameHeader.BYTES, bytes);
    return ByteBuffer.wrap(bytes);
  }

  private boolean covers(int position, int bytes) throws IOException {
    if (position < windowAt || position + bytes > windowAt + window.limit()) {
      load(position, bytes);
    }
    return position + bytes <= windowAt + window.limit();
  }

  private void load(int position, int bytes) throws IOException {
    if (bytes > window.capacity()) {
      window = ByteBuffer.allocate(bytes);
    }
    int rest = Math.max(0, segment.fileBytes() - position);
    window.clear().limit(Math.min(rest, window.capacity()));
    segment.file().read(position, window);
    window.flip();
    windowAt = position;
  }
}
