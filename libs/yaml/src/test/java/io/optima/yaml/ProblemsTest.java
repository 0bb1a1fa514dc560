package io.optima.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.optima.model.ErrorCode;
import io.optima.model.OptimaException;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ProblemsTest {
  private final Problems problems = new Problems();

  @Test
  void allAreToldAtOnceInTheDocumentsOrder() {
    Value document =
        Yaml.read("x: 1\nname: [a]\nname: b\ncount: many\ny: 2", "the document").orElseThrow();
    Block block = document.block("the document", Set.of("name", "count"), problems);
    assertThat(problems.gather(() -> block.optionalWholeNumber("count"))).isEmpty();
    assertThat(problems.gather(() -> block.text("name"))).isEmpty();
    assertThat(problems.isEmpty()).isFalse();
    assertThatThrownBy(problems::refuse)
        .isInstanceOfSatisfying(
            OptimaException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_ARGUMENT))
        .hasMessage(
            """
            line 1, column 1: 'x' is not known in the document: use count, name
            line 2, column 7: 'name' has to be a text
            line 3, column 1: 'name' stands twice
            line 4, column 8: 'count' has to be a whole number, not 'many'
            line 5, column 1: 'y' is not known in the document: use count, name\
            """);
  }

  @Test
  void ofManyTheFirstAreToldAndTheOthersCounted() {
    for (int line = Problems.MOST + 3; line > 0; line--) {
      problems.accept(new Place(line, 1).refused("no"));
    }
    assertThatThrownBy(problems::refuse)
        .hasMessageStartingWith("line 1, column 1: no\nline 2, column 1: no\n")
        .hasMessageEndingWith("\nline 20, column 1: no\nand 3 more");
  }

  @Test
  void nothingIsRefusedWhenNothingIsWrong() {
    assertThat(problems.gather(() -> "fine")).contains("fine");
    assertThatCode(problems::refuse).doesNotThrowAnyException();
  }

  @Test
  void whatIsNotTheDocumentsFaultIsThrownAtOnce() {
    OptimaException away = OptimaException.of(ErrorCode.UNAVAILABLE, "the store is away");
    assertThatThrownBy(
            () ->
                problems.gather(
                    () -> {
                      throw away;
                    }))
        .isSameAs(away);
  }
}
