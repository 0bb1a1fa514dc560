package io.optima.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RehearsalTest {
  private final PrintStream out = System.out;
  private final PrintStream err = System.err;

  @AfterEach
  void speakAgain() {
    System.setOut(out);
    System.setErr(err);
  }

  @Test
  void everyCommandDoesWhatItDoesLater() throws IOException {
    assertThat(Rehearsal.run()).isEmpty();
  }
}
