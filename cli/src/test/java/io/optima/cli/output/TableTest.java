package io.optima.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class TableTest {
  @Test
  void alignsColumnsAndKeepsEachRowOnOneLine() {
    Table table = new Table("name", "rows").right(1);
    table.add("a", "7");
    table.add("größer\nals", "1,234");
    StringWriter out = new StringWriter();
    table.print(new PrintWriter(out, true));

    assertThat(out.toString().lines())
        .containsExactly(
            "name         rows", "──────────  ─────", "a               7", "größer als  1,234");
  }
}
