package io.optima.runtime.actor;

import static org.assertj.core.api.Assertions.assertThat;

import io.optima.model.DatasetName;
import org.junit.jupiter.api.Test;

class DatasetTurnsTest {
  @Test
  void everyNameHasItsOwnIdWithoutASlash() {
    DatasetName name = DatasetName.parse("sales_2026/orders-eu");
    assertThat(DatasetTurns.id(name)).isEqualTo("sales_2026.orders-eu");
    assertThat(DatasetTurns.name(DatasetTurns.id(name))).isEqualTo(name);
  }
}
