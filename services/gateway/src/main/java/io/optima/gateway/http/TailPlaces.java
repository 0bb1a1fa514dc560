package io.optima.gateway.http;

import io.optima.gateway.stream.Subscriptions.From;
import io.optima.gateway.stream.Subscriptions.Start;
import io.optima.model.DatasetName;
import io.optima.model.OptimaException;
import io.optima.model.Shown;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Where a tail begins, and where it is: {@code 0:17,1:4}, offsets of the next records. */
final class TailPlaces {
  private TailPlaces() {}

  /**
   * @param last of an earlier tail, in which all partitions are that it read: of those that were
   *     added since, nothing was missed; empty: there was none
   */
  static Start start(
      DatasetName stream, String from, @Nullable Integer partition, boolean follow, String last) {
    Map<Integer, From> places = new HashMap<>();
    if (!last.isEmpty()) {
      parse(last).forEach((number, offset) -> places.put(number, new From.Offset(offset)));
      return new Start(stream, places, partition == null ? new From.Earliest() : null, !follow);
    }
    if (partition == null) {
      return new Start(stream, places, from(from), !follow);
    }
    places.put(partition, from(from));
    return new Start(stream, places, null, !follow);
  }

  private static From from(String from) {
    return switch (from) {
      case "earliest" -> new From.Earliest();
      case "latest" -> new From.Latest();
      default -> placed(from);
    };
  }

  private static From placed(String from) {
    try {
      return from.matches("\\d+")
          ? new From.Offset(Long.parseLong(from))
          : new From.Time(Instant.parse(from));
    } catch (NumberFormatException | DateTimeException e) {
      throw OptimaException.invalid(
          "from '%s' is neither earliest, latest, an offset nor a time such as"
              + " 2026-01-31T12:00:00Z",
          Shown.of(from));
    }
  }

  static String text(Map<Integer, Long> places) {
    return new TreeMap<>(places)
        .entrySet().stream()
            .map(place -> place.getKey() + ":" + place.getValue())
            .collect(Collectors.joining(","));
  }

  private static Map<Integer, Long> parse(String text) {
    Map<Integer, Long> places = new HashMap<>();
    for (String place : text.split(",", -1)) {
      String[] both = place.split(":", -1);
      if (both.length != 2) {
        throw unknown(text);
      }
      try {
        places.put(Integer.parseInt(both[0]), Long.parseLong(both[1]));
      } catch (NumberFormatException e) {
        throw unknown(text);
      }
    }
    return places;
  }

  private static OptimaException unknown(String text) {
    return OptimaException.invalid(
        "Last-Event-ID '%s' is not one of a stream: leave it away to begin anew", Shown.of(text));
  }
}
