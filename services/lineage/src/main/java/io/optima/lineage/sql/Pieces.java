package io.optima.lineage.sql;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;

/** Questions about many keys, as many at once as a statement takes. */
final class Pieces {
  private static final int AT_ONCE = 500;

  private Pieces() {}

  static <T> List<T> of(Collection<String> keys, Function<List<String>, List<T>> query) {
    List<String> all = List.copyOf(keys);
    List<T> found = new ArrayList<>();
    for (int from = 0; from < all.size(); from += AT_ONCE) {
      found.addAll(query.apply(all.subList(from, Math.min(from + AT_ONCE, all.size()))));
    }
    return found;
  }
}
