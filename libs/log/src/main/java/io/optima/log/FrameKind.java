package io.optima.log;

import org.jspecify.annotations.Nullable;

/** What a frame records; the code is the one in the file. */
enum FrameKind {
  /** Records of a partition, opaque. */
  BATCH(1),
  /** Older epochs of a partition are refused from here on. */
  FENCE(2),
  /** The partition is taken over elsewhere's end: it begins anew at an offset. */
  BEGIN(3),
  /** Records below an offset are kept elsewhere. */
  RELEASE(4),
  /** First in a segment: where the segment before it ended. */
  OPENED(5);

  private static final FrameKind[] BY_CODE = {null, BATCH, FENCE, BEGIN, RELEASE, OPENED};
  private final byte code;

  FrameKind(int code) {
    this.code = (byte) code;
  }

  byte code() {
    return code;
  }

  static @Nullable FrameKind of(byte code) {
    return code > 0 && code < BY_CODE.length ? BY_CODE[code] : null;
  }
}
