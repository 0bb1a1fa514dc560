package io.optima.gateway.stream;

import io.optima.model.stream.GroupRef;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/** How far those groups are behind whose members read here. For any number of threads. */
public final class GroupLags {
  private final Map<GroupRef, Watched> watched = new ConcurrentHashMap<>();

  private record Watched(LongSupplier lag, int members) {}

  /** A member has come. */
  void joined(GroupRef group, LongSupplier lag) {
    watched.compute(
        group, (ref, before) -> new Watched(lag, before == null ? 1 : before.members() + 1));
  }

  /** One that had come is gone. */
  void left(GroupRef group) {
    watched.computeIfPresent(
        group,
        (ref, before) ->
            before.members() == 1 ? null : new Watched(before.lag(), before.members() - 1));
  }

  /** Records that were published and not committed, by group; without those that do not answer. */
  public Map<GroupRef, Long> measure() {
    Map<GroupRef, Long> lags = new HashMap<>();
    watched.forEach(
        (group, each) -> {
          try {
            lags.put(group, each.lag().getAsLong());
          } catch (RuntimeException e) {
            System.getLogger(GroupLags.class.getName())
                .log(System.Logger.Level.DEBUG, "the lag of " + group + " is not known", e);
          }
        });
    return lags;
  }
}
