package io.optima.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class RatioTest {
  private static final List<Cost> TWO = costs(2, 2, 90);
  private static final List<Cost> ONE = costs(1, 70, 1);

  @Test
  void oneDisturbedRoundDecidesNothing() {
    assertThat(new Rounds(TWO, ONE).time("work", "base", 2.0).value()).isEqualTo(2.0);
  }

  @Test
  void speedIsTheShareOfTheBaselinesSpeed() {
    Ratio half = new Rounds(TWO, ONE).speed("work", "base", 0.6);

    assertThat(half.value()).isEqualTo(0.5);
    assertThat(half.met()).isFalse();
    assertThat(new Rounds(ONE, TWO).speed("work", "base", 0.6).met()).isTrue();
  }

  @Test
  void timeIsMetWhenItIsNotLonger() {
    assertThat(new Rounds(TWO, ONE).time("work", "base", 2.0).met()).isTrue();
    assertThat(new Rounds(TWO, ONE).time("work", "base", 1.9).met()).isFalse();
  }

  @Test
  void spreadIsThatOfSingleRounds() {
    assertThat(new Rounds(TWO, ONE).time("work", "base", null).rounds())
        .containsExactly(2.0, 2.0 / 70, 90.0);
  }

  @Test
  void roundsThatDoNotMatchAreRefused() {
    assertThatThrownBy(() -> new Rounds(TWO, costs(1)).time("work", "base", 1.0))
        .isInstanceOf(IllegalArgumentException.class);
  }

  /** Twice as much processor time as time on the clock. */
  private static List<Cost> costs(double... seconds) {
    return Arrays.stream(seconds).mapToObj(wall -> new Cost(wall, 2 * wall)).toList();
  }
}
