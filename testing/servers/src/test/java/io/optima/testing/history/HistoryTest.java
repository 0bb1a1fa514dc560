package io.optima.testing.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.optima.testing.history.History.Place;
import io.optima.testing.history.History.Sent;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A checker that finds nothing proves nothing. */
class HistoryTest {
  private final History history = new History();

  private static Sent sent(long number) {
    return new Sent("a", number);
  }

  private static Place at(long offset) {
    return new Place(0, offset);
  }

  /** Five records, of which four were acknowledged. */
  @BeforeEach
  void publish() {
    LongStream.range(0, 5).forEach(i -> history.sends(sent(i)));
    LongStream.range(0, 4).forEach(i -> history.told(sent(i), at(i)));
  }

  private void read(long... numbers) {
    for (int offset = 0; offset < numbers.length; offset++) {
      history.reads(sent(numbers[offset]), at(offset));
    }
  }

  @Test
  void whatWasNotAcknowledgedMayBeThereOrNot() {
    read(0, 1, 2, 3);
    assertThat(history.findings(true)).isEmpty();
    history.reads(sent(4), at(4));
    assertThat(history.findings(true)).isEmpty();
  }

  @Test
  void lostRecordsAreFound() {
    read(0, 1, 2);
    assertThat(history.findings(true)).singleElement().asString().startsWith("lost");
  }

  @Test
  void doubledRecordsAreFoundWhereTheyMayNotBe() {
    read(0, 1, 2, 3, 3);
    assertThat(history.findings(true)).singleElement().asString().startsWith("doubled");
    assertThat(history.findings(false)).isEmpty();
  }

  @Test
  void reorderedRecordsAreFound() {
    read(0, 1, 2, 3, 4);
    history.sends(sent(7));
    history.sends(sent(6));
    history.reads(sent(7), at(5));
    history.reads(sent(6), at(6));
    assertThat(history.findings(true)).singleElement().asString().startsWith("reordered");
  }

  @Test
  void phantomsAreFound() {
    read(0, 1, 2, 3, 9);
    assertThat(history.findings(true)).singleElement().asString().startsWith("phantom");
  }

  @Test
  void readersThatSawDifferentThingsAreFound() {
    read(0, 1, 2, 3, 4);
    history.sends(sent(5));
    history.reads(sent(5), at(4));
    assertThat(history.findings(true)).singleElement().asString().startsWith("diverging");
  }

  @Test
  void holesAreFound() {
    read(0, 1, 2, 3);
    history.reads(sent(4), at(6));
    assertThat(history.findings(true)).singleElement().asString().contains("holes");
  }
}
