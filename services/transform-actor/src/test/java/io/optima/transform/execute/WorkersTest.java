package io.optima.transform.execute;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.optima.model.DatasetName;
import io.optima.model.ErrorCode;
import io.optima.model.OptimaException;
import io.optima.model.Principal;
import io.optima.model.transform.Run;
import io.optima.model.transform.Run.Progress;
import io.optima.model.transform.RunRecord;
import io.optima.model.transform.RunState;
import io.optima.runtime.telemetry.Traces;
import io.optima.transform.Attempt;
import io.optima.transform.Outcome;
import io.optima.transform.RunDecider.Here;
import io.optima.transform.actor.RunTurns;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class WorkersTest {
  private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
  private final AtomicInteger deaf = new AtomicInteger();
  private volatile boolean goOn = true;
  private @Nullable Workers opened;

  @AfterEach
  void close() {
    workers().close();
  }

  private Workers workers() {
    return requireNonNull(opened);
  }

  private void open(int places, Work work) {
    opened = new Workers(work, Actor::new, Traces.none(), places, Duration.ofMillis(100));
  }

  private static Attempt attempt(String run, String epoch) {
    Run queued =
        new Run(
            run,
            "delays",
            1,
            RunState.RUNNING,
            Map.of(),
            List.of(),
            DatasetName.parse("a/out"),
            "ann",
            1,
            false,
            0,
            null,
            Progress.NONE,
            List.of(),
            "",
            Instant.EPOCH,
            Instant.EPOCH,
            "");
    RunRecord record = new RunRecord(queued, new Principal("ann", Set.of()), "", List.of());
    return new Attempt(record, epoch, 1, Attempt.Purpose.WORK);
  }

  private void start(String run, String epoch) {
    assertThat(workers().ask(run, epoch)).isEqualTo(Here.FREE);
    workers().start(attempt(run, epoch));
  }

  private String next() throws InterruptedException {
    return String.valueOf(heard.poll(30, TimeUnit.SECONDS));
  }

  private String nextBut(String kind) throws InterruptedException {
    String found = next();
    while (found.startsWith(kind)) {
      found = next();
    }
    return found;
  }

  @Test
  void placesAreLimitedAndWhoWaitsIsLookedAfterWhenOneIsFree() throws Exception {
    CountDownLatch finish = new CountDownLatch(1);
    open(
        1,
        (attempt, report) -> {
          await(finish);
          return Outcome.failed("done");
        });
    start("one", "e1");
    assertThat(workers().ask("one", "e1")).isEqualTo(Here.WORKING);
    assertThat(workers().ask("one", "e2")).isEqualTo(Here.FULL);
    assertThat(workers().ask("two", "e3")).isEqualTo(Here.FULL);
    finish.countDown();
    assertThat(nextBut("beat")).isEqualTo("end one e1 FAILED done");
    assertThat(nextBut("beat")).isEqualTo("look one");
  }

  @Test
  void aPlaceGivenBackIsFreeAgain() {
    open(1, (attempt, report) -> Outcome.cancelled());
    assertThat(workers().ask("one", "")).isEqualTo(Here.FREE);
    assertThat(workers().ask("two", "")).isEqualTo(Here.FULL);
    workers().release("one");
    assertThat(workers().ask("two", "")).isEqualTo(Here.FREE);
  }

  @Test
  void progressAndLinesAreToldInBeats() throws Exception {
    CountDownLatch finish = new CountDownLatch(1);
    open(
        1,
        (attempt, report) -> {
          report.line("running");
          report.progress(7, 70);
          await(finish);
          return Outcome.cancelled();
        });
    start("one", "e1");
    assertThat(next()).isEqualTo("beat one e1 7 [running]");
    assertThat(next()).as("it lives").isEqualTo("beat one e1 7 []");
    finish.countDown();
    assertThat(nextBut("beat")).isEqualTo("end one e1 CANCELLED cancelled");
  }

  @Test
  void anAttemptThatNobodyWaitsForIsStopped() throws Exception {
    goOn = false;
    CountDownLatch stopped = new CountDownLatch(1);
    open(
        1,
        (attempt, report) -> {
          report.onStop(stopped::countDown);
          await(stopped);
          return report.stopped() ? Outcome.cancelled() : Outcome.failed("not stopped");
        });
    start("one", "e1");
    assertThat(nextBut("beat")).isEqualTo("end one e1 CANCELLED cancelled");
  }

  @Test
  void theEndIsToldUntilItIsHeard() throws Exception {
    deaf.set(3);
    open(1, (attempt, report) -> Outcome.failed("done"));
    start("one", "e1");
    assertThat(nextBut("beat")).isEqualTo("end one e1 FAILED done");
    assertThat(deaf.get()).isZero();
  }

  @Test
  void whateverTheWorkThrowsIsAnOutcome() throws Exception {
    open(
        1,
        (attempt, report) -> {
          throw new StackOverflowError("deep");
        });
    start("one", "e1");
    assertThat(nextBut("beat")).startsWith("end one e1 FAILED ");
    while (workers().ask("one", "e2") != Here.FREE) {
      Thread.onSpinWait();
    }
  }

  @Test
  void nothingStartsAfterTheClose() {
    open(1, (attempt, report) -> Outcome.failed("done"));
    workers().close();
    assertThat(workers().ask("one", "e1")).isEqualTo(Here.FULL);
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The turns of a run, which hears badly now and then. */
  private final class Actor implements RunTurns {
    private final String run;

    Actor(String run) {
      this.run = run;
    }

    @Override
    public Run get() {
      throw new AssertionError("workers look after, beat and end runs, nothing else");
    }

    @Override
    public Run look() {
      heard.add("look " + run);
      return attempt(run, "").record().run();
    }

    @Override
    public Answer beat(Beat beat) {
      heard.add(
          "beat %s %s %d %s".formatted(run, beat.epoch(), beat.progress().rows(), beat.lines()));
      return new Answer(goOn);
    }

    @Override
    public Run end(End end) {
      if (deaf.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
        throw OptimaException.of(ErrorCode.UNAVAILABLE, "not now");
      }
      heard.add(
          "end %s %s %s %s"
              .formatted(run, end.epoch(), end.outcome().kind(), end.outcome().message()));
      return attempt(run, "").record().run();
    }

    @Override
    public Run cancel(String by) {
      throw new AssertionError("workers look after, beat and end runs, nothing else");
    }
  }
}
