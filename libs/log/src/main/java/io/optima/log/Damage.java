package io.optima.log;

import io.optima.model.ErrorCode;
import io.optima.model.OptimaException;
import org.jspecify.annotations.Nullable;

/** Says where stored bytes are not what was written. */
final class Damage {
  private static final String REMEDY =
      ". Nothing was changed. Put the file back from a copy, or let another node take its"
          + " partitions over";

  private Damage() {}

  /**
   * Of a frame.
   *
   * @param claimed what the header there says, though nothing vouches for it
   */
  static OptimaException at(
      String place, Segment segment, int position, @Nullable FrameHeader claimed, String what) {
    String partition =
        claimed == null || claimed.kind() == FrameKind.OPENED
            ? "partition unknown"
            : "partition " + claimed.partition() + ", offset " + claimed.offset();
    return OptimaException.of(
        ErrorCode.CORRUPT,
        "journal %s is damaged: %s at byte %d (%s): %s%s",
        place,
        segment.name(),
        position,
        partition,
        what,
        REMEDY);
  }

  /** Of a whole file. */
  static OptimaException of(String place, String file, String what) {
    return OptimaException.of(
        ErrorCode.CORRUPT, "journal %s is damaged: %s %s%s", place, file, what, REMEDY);
  }
}
