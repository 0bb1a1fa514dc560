package io.optima.testing.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A stream with a schema by the command, as a table, and after a kill. */
class TypedStreamIT {
  private static final String SQL =
      "select id, cast(price as varchar) from web.orders where \"partition\" >= 0 order by id";

  @TempDir private Path folder;

  private static String optima(OptimaUnderTest optima, String... arguments) throws Exception {
    return OptimaCommand.output(optima.home(), Map.of(), arguments);
  }

  private String file(String name, String... lines) throws Exception {
    return Files.writeString(folder.resolve(name), String.join("\n", lines) + "\n").toString();
  }

  @Test
  void valuesAreColumns() throws Exception {
    String proto =
        file(
            "order.proto",
            "syntax = \"proto3\";",
            "message Order {",
            "  int64 id = 1;",
            "  string price = 2; // optima: decimal(9,2)",
            "}");
    String rows =
        file("rows", "{\"id\": 1, \"price\": \"9.5\"}", "{\"id\": \"2\", \"price\": \"1\"}");
    try (OptimaUnderTest optima = OptimaUnderTest.start()) {
      assertThat(
              optima(optima, "stream", "create", "web/orders", "-p", "2", "--proto", proto).strip())
          .endsWith(", of id int64, price decimal(9,2)");
      optima(optima, "stream", "publish", "web/orders", rows, "--key", "id");
      assertThat(optima(optima, "stream", "tail", "web/orders", "--no-follow").lines())
          .containsExactlyInAnyOrder(
              "{\"id\":\"1\",\"price\":\"9.5\"}", "{\"id\":\"2\",\"price\":\"1\"}");
      List<List<Object>> expected = List.of(List.of(1L, "9.50"), List.of(2L, "1.00"));
      assertThat(Queries.rows(optima.client(), SQL)).isEqualTo(expected);
      optima(optima, "stream", "seal", "web/orders");
      assertThat(Queries.rows(optima.client(), SQL)).isEqualTo(expected);

      String wrong = file("wrong", "{\"id\": 3, \"price\": \"much\"}");
      assertThat(OptimaCommand.run(optima.home(), "stream", "publish", "web/orders", wrong))
          .isNotZero();
      String more = file("more", "{\"id\": 4, \"price\": \"4\"}");
      optima(optima, "stream", "publish", "web/orders", more);
      optima.restart("optima", Map.of());
      assertThat(Queries.rows(optima.client(), SQL))
          .isEqualTo(List.of(expected.get(0), expected.get(1), List.of(4L, "4.00")));
    }
  }
}
