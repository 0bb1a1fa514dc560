package io.optima.gateway.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.optima.gateway.postgres.ChangePlace.InSnapshot;
import io.optima.gateway.postgres.ChangePlace.OfChange;
import io.optima.model.OptimaException;
import org.junit.jupiter.api.Test;

final class ChangePlaceTest {
  private static final OfChange FIFTH = new OfChange(2, 0x100, "751:f0", 5);

  @Test
  void textAndPlaceAreOne() {
    assertThat(FIFTH.text()).isEqualTo("2 change 100 751:f0 5");
    assertThat(ChangePlace.parse(FIFTH.text())).isEqualTo(FIFTH);
    OfChange high = new OfChange(1, -1, "1:ffffffffffffffff", 1);
    assertThat(ChangePlace.parse(high.text())).isEqualTo(high);
    InSnapshot snapshot = new InSnapshot(3, 17);
    assertThat(ChangePlace.parse(snapshot.text())).isEqualTo(snapshot);
    assertThatThrownBy(() -> ChangePlace.parse("3 moon 1")).isInstanceOf(OptimaException.class);
  }

  @Test
  void changesOfTheSameTransactionAreToldByTheirNumber() {
    assertThat(ChangePlace.isStored(new OfChange(2, 0x100, "751:f0", 5), FIFTH)).isTrue();
    assertThat(ChangePlace.isStored(new OfChange(2, 0x100, "751:f0", 6), FIFTH)).isFalse();
    assertThat(ChangePlace.isStored(new OfChange(2, 0x110, "751:f0", 4), FIFTH))
        .as("reading began later, before the same transaction")
        .isTrue();
  }

  @Test
  void othersByTheTransactionBefore() {
    assertThat(ChangePlace.isStored(new OfChange(2, 0xff, "749:e0", 9), FIFTH)).isTrue();
    assertThat(ChangePlace.isStored(new OfChange(2, 0x101, "748:d0", 1), FIFTH)).isFalse();
    assertThat(ChangePlace.isStored(new OfChange(2, -1, "900:d0", 1), FIFTH)).isFalse();
  }

  @Test
  void anotherBeginningKnowsNothingOfTheLastOne() {
    assertThat(ChangePlace.isStored(new OfChange(3, 0x1, "700:1", 1), FIFTH)).isFalse();
    assertThat(ChangePlace.isStored(FIFTH, new InSnapshot(2, 9))).isFalse();
    assertThat(ChangePlace.isStored(FIFTH, null)).isFalse();
  }
}
