package io.optima.store;

import io.optima.model.ErrorCode;
import io.optima.model.OptimaException;
import java.io.IOException;
import java.util.Locale;

/** Turns what the operating system says into Optima's errors. */
public final class IoFailures {
  private IoFailures() {}

  /**
   * RESOURCE_EXHAUSTED when there is no space left, UNAVAILABLE otherwise.
   *
   * @param doing what was tried, for example {@code write chunk 12ab…}
   */
  public static OptimaException of(String doing, IOException cause) {
    if (isFull(cause)) {
      return new OptimaException(
          ErrorCode.RESOURCE_EXHAUSTED,
          "no space left to " + doing + ": free some space, run 'optima gc --delete', try again",
          cause);
    }
    return new OptimaException(
        ErrorCode.UNAVAILABLE, "cannot " + doing + ": " + cause.getMessage(), cause);
  }

  /** Whether the cause is a full disk or an exhausted quota. */
  private static boolean isFull(IOException cause) {
    String text = String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT);
    return text.contains("no space left")
        || text.contains("quota exceeded")
        || text.contains("not enough space");
  }
}
