package io.optima.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import io.optima.model.dataset.LogEntry;
import org.junit.jupiter.api.Test;

/** What every commit log keeps to. */
abstract class CommitLogContract {
  protected abstract CommitLog log();

  private static LogEntry created(String key) {
    return entry(DatasetDecider.create(null, Commands.create(key), java.time.Instant.EPOCH));
  }

  private static LogEntry described(LogEntry last, String text) {
    return entry(
        DatasetDecider.change(last, Commands.describe(text, text), java.time.Instant.EPOCH));
  }

  private static LogEntry entry(Decision decision) {
    return ((Decision.Append) decision).entry();
  }

  @Test
  void anEmptyLogHasNoHead() {
    assertThat(log().head(0)).isEmpty();
    assertThat(log().entry(1)).isEmpty();
  }

  @Test
  void whoeverIsFirstHasTheSequence() {
    CommitLog log = log();
    assertThat(log.append(created("first"))).isTrue();
    assertThat(log.append(created("second"))).isFalse();
    assertThat(log.entry(1).orElseThrow().key()).isEqualTo("first");
  }

  @Test
  void theHeadIsTheLastEntryWhateverIsKnown() {
    CommitLog log = log();
    LogEntry last = created("1");
    log.append(last);
    for (int i = 2; i <= 20; i++) {
      last = described(last, "text " + i);
      assertThat(log.append(last)).isTrue();
    }
    assertThat(log.head(0)).contains(last);
    assertThat(log.head(7)).contains(last);
    assertThat(log.head(20)).contains(last);
    assertThat(log.entry(21)).isEmpty();
  }
}
