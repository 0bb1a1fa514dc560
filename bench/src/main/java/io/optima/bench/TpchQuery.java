package io.optima.bench;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * A query of the TPC-H specification with its validation parameters.
 *
 * @param name {@code q01} to {@code q22}
 */
record TpchQuery(String name, String sql) {
  static List<TpchQuery> all() {
    return IntStream.rangeClosed(1, 22).mapToObj(TpchQuery::read).toList();
  }

  private static TpchQuery read(int number) {
    String name = String.format(Locale.ROOT, "q%02d", number);
    try (InputStream in = TpchQuery.class.getResourceAsStream("/tpch/" + name + ".sql")) {
      byte[] sql = Objects.requireNonNull(in, name).readAllBytes();
      return new TpchQuery(name, new String(sql, StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
