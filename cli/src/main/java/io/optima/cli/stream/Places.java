package io.optima.cli.stream;

import com.google.protobuf.Timestamp;
import com.google.protobuf.util.Timestamps;
import io.optima.cli.output.Screen;
import io.optima.v1.StartAt;
import java.text.ParseException;

/** Places in a stream as they are typed. */
final class Places {
  private Places() {}

  static StartAt at(Screen screen, String place) {
    return switch (place) {
      case "earliest" -> StartAt.newBuilder().setEarliest(true).build();
      case "latest" -> StartAt.newBuilder().setLatest(true).build();
      default -> StartAt.newBuilder().setTime(time(screen, place)).build();
    };
  }

  private static Timestamp time(Screen screen, String place) {
    try {
      return Timestamps.parse(place);
    } catch (ParseException e) {
      throw screen.usage(
          "--from '%s' is neither earliest, latest, an offset nor a time such as 2026-01-31T12:00:00Z"
              .formatted(place));
    }
  }
}
