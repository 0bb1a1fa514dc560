package io.optima.query.stream;

import io.optima.identity.Peaks;
import java.util.Base64;

/** Peaks as they stand in manifests. */
public final class PeaksText {
  private PeaksText() {}

  public static String of(Peaks peaks) {
    return Base64.getEncoder().encodeToString(peaks.encode());
  }

  public static Peaks parse(String text) {
    return Peaks.decode(Base64.getDecoder().decode(text));
  }
}
