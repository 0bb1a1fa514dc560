package io.optima.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.optima.model.OptimaException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** What a document can use up is limited, and a rule over its limit hurts no other. */
class AttackTest {
  private static final List<Long> LONG_LIST = LongStream.range(0, 1_000).boxed().toList();

  @Test
  void loopsEnd() {
    assertFails("l.all(x, l.all(y, l.all(z, x + y + z >= 0)))", "Iteration budget exceeded: 1000");
    assertFails("!l.exists_one(x, l.exists(y, x + y < 0))", "Iteration budget exceeded: 1000");
    String ten = "[0,1,2,3,4,5,6,7,8,9]";
    assertFails(
        "%1$s.all(a, %1$s.all(b, %1$s.all(c, %1$s.all(d, true))))".formatted(ten),
        "Iteration budget exceeded: 1000");
    List<Long> more = LongStream.rangeClosed(0, 1_000).boxed().toList();
    assertThat(decide("l.exists(x, x < 0)", Map.of("l", more)).failed().get("attack"))
        .contains("'l' has 1001 items: at most 1000");
  }

  @Test
  void loopsBuildNoLists() {
    assertRefused("l.map(x, l).size() > 0", "line 5, column ");
    assertRefused("l.filter(x, x > 0).size() > 0", "line 5, column ");
  }

  @Test
  void nestedChoicesDoNotGrowIntoEndlessSql() {
    String choice = "!b";
    for (int i = 0; i < 20; i++) {
      choice = "(%s ? !b : true)".formatted(choice);
    }
    assertThat(rules(choice).at(Instant.EPOCH).leftToCel())
        .containsEntry("attack", "an expression of this size");
  }

  @Test
  void regularExpressionsAreLimitedAndDoNotBacktrack() {
    assertFails("s.matches('(a{100}){100}')", "exceeds allowed program size");
    assertFails("s.matches(s + '{1000}{1000}')", "");
    Decision decision =
        decide("!s.matches('(a*)*b')", Map.of("s", "a".repeat(100_000), "l", List.of()));
    assertThat(decision.fired()).containsExactly("attack", "other");
  }

  @Test
  void largeExpressionsAreRefusedWithTheirPlace() {
    assertRefused("(".repeat(1_900) + "true" + ")".repeat(1_900), "line 5, column ");
    assertRefused("1" + " + 1".repeat(900) + " == 1", "recursion limit exceeded");
    assertRefused("1 in [" + "1, ".repeat(1_200) + "1]", "parts: at most 1000");
    assertRefused("s == '" + "x".repeat(5_000) + "'", "line 5, column ");
    assertRefused("[".repeat(1_500) + "]".repeat(1_500) + " == []", "line 5, column ");
  }

  @Test
  void documentsCannotWriteSql() {
    for (String text : List.of("'; drop table x; --", "\\", "''", "\n", "$$x$$", "*/ /*")) {
      String quoted = "\"" + text.replace("\\", "\\\\").replace("\n", "\\n") + "\"";
      Rules rules =
          Rules.read(
              """
              name: attacks
              explain: why
              columns: {s: utf8}
              rules:
              - name: attack
                because: %1$s
                when: s == 'x'
                then: {tag: [%1$s], reject: %1$s}
              """
                  .formatted(quoted));
      RulesInEffect inEffect = rules.at(Instant.EPOCH);
      String literal = "'" + text.replace("'", "''") + "'";
      assertThat(inEffect.sql(Rules.REJECTED, rules.columns(), "t").orElseThrow())
          .contains("then " + literal + " else");
      assertThat(inEffect.sql(Rules.ROWS, rules.columns(), "t").orElseThrow())
          .contains("[" + literal + "]")
          .contains("['attack: " + literal.substring(1) + "]");
    }
  }

  private static Decision decide(String condition, Map<String, ?> row) {
    return rules(condition).at(Instant.EPOCH).decide(row);
  }

  private static Rules rules(String condition) {
    return Rules.read(
        """
        name: attacks
        columns: {l: list<int64>, s: utf8, b: bool}
        rules:
        - name: attack
          when: "%s"
          then: {tag: hit}
        - name: other
          when: "true"
          then: {tag: fine}
        """
            .formatted(condition));
  }

  private static void assertFails(String condition, String reason) {
    Decision decision = decide(condition, Map.of("l", LONG_LIST, "s", "a"));
    assertThat(decision.fired()).containsExactly("other");
    assertThat(decision.failed()).containsOnlyKeys("attack");
    assertThat(decision.failed().get("attack")).contains(reason);
  }

  private static void assertRefused(String condition, String message) {
    assertThatThrownBy(() -> rules(condition))
        .isInstanceOf(OptimaException.class)
        .hasMessageContaining(message);
  }
}
