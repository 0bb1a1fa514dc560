package io.optima.client;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/** Lists that the server gives page by page. */
final class Pages {
  private record Page<T>(List<T> items, String next, boolean last) {}

  private Pages() {}

  /**
   * All items; a page is asked for when the one before is used up.
   *
   * @param ask the page for a token, which is empty for the first
   * @param next token of the page behind, empty on the last
   */
  static <P, T> Stream<T> stream(
      Function<String, P> ask, Function<P, List<T>> items, Function<P, String> next) {
    Function<String, Page<T>> page =
        token -> {
          P answer = Errors.mapped(() -> ask.apply(token));
          return new Page<>(items.apply(answer), next.apply(answer), next.apply(answer).isEmpty());
        };
    Stream<Page<T>> pages =
        Stream.iterate(page.apply(""), p -> p != null, p -> p.last() ? null : page.apply(p.next()));
    return pages.flatMap(p -> p.items().stream());
  }
}
