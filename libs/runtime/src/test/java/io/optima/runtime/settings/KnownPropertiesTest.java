package io.optima.runtime.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;

class KnownPropertiesTest {
  private final KnownProperties known =
      KnownProperties.load(KnownPropertiesTest.class.getClassLoader());

  @Test
  void whatRecordsDeclareIsKnownInEverySpelling() {
    assertThat(
            known.unknown(
                Set.of(
                    "optima.home",
                    "optima.store.url",
                    "optima.store.s3.path-style",
                    "optima.store.s3.pathStyle",
                    "optima.retry.first-pause",
                    "optima.apps.lineage.id",
                    "optima.faults.crash.chunk.after-put",
                    "optima.faults.crash[state.after-save]",
                    "optima.faults.full[0]")))
        .isEmpty();
  }

  @Test
  void whatNobodyDeclaresIsUnknown() {
    assertThat(known.unknown(Set.of("optima.stroe.url", "optima.store.ulr", "optima.home")))
        .containsExactly("optima.store.ulr", "optima.stroe.url");
  }
}
