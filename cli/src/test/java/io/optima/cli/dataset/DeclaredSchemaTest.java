package io.optima.cli.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.optima.cli.output.Screen;
import io.optima.v1.Column;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParameterException;

class DeclaredSchemaTest {
  @Command
  private static final class Any {
    @Mixin Screen screen = new Screen();
  }

  private final Any any = new Any();

  DeclaredSchemaTest() {
    new CommandLine(any);
  }

  @Test
  void commasWithinTypesDoNotPartColumns() {
    assertThat(
            DeclaredSchema.parse(
                    "id:int64, price: decimal(10,2), tags:map<utf8, list<int32>>", any.screen)
                .getColumnsList())
        .extracting(Column::getName, Column::getType)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("id", "int64"),
            org.assertj.core.groups.Tuple.tuple("price", "decimal(10,2)"),
            org.assertj.core.groups.Tuple.tuple("tags", "map<utf8, list<int32>>"));
  }

  @Test
  void aColumnWithoutTypeIsWrongUsage() {
    assertThatThrownBy(() -> DeclaredSchema.parse("id", any.screen))
        .isInstanceOf(ParameterException.class)
        .hasMessageContaining("'id' is not of the form name:type");
  }

  @Test
  void rowsAreFromAndTo() {
    assertThat(RowSpan.parse("..", any.screen)).isEqualTo(new RowSpan(0, 0));
    assertThat(RowSpan.parse("5..", any.screen)).isEqualTo(new RowSpan(5, 0));
    assertThat(RowSpan.parse("5..8", any.screen)).isEqualTo(new RowSpan(5, 3));
    assertThatThrownBy(() -> RowSpan.parse("8..5", any.screen)).hasMessageContaining("no row");
    assertThatThrownBy(() -> RowSpan.parse("x", any.screen)).hasMessageContaining("from..to");
  }
}
