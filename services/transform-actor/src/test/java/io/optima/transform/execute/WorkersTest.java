package io.optima.transform.execute;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import io.optima.model.ErrorCode;
import io.optima.model.OptimaException;
import io.optima.model.transform.Definition;
import io.optima.model.transform.RetryRule.Failure;
import io.optima.model.transform.Run;
import io.optima.model.transform.StepName;
import io.optima.runtime.telemetry.Traces;
import io.optima.transform.MadeUp;
import io.optima.transform.actor.RunTurns;
import io.optima.transform.run.Attempt;
import io.optima.transform.run.Outcome;
import io.optima.transform.run.RunKeeper.Ended;
import io.optima.transform.run.RunKeeper.Sign;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
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
  private static final StepName STEP = new StepName("result");

  private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
  private final AtomicInteger deaf = new AtomicInteger();
  private final AtomicInteger calls = new AtomicInteger();
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
    Definition definition = MadeUp.definition("delays");
    return new Attempt(MadeUp.record(run, definition), definition, STEP, 1, epoch, new TreeMap<>());
  }

  private void start(String run, String epoch) {
    assertThat(workers().reserve(run, 1)).isEqualTo(1);
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
          return failed("done");
        });
    start("one", "e1");
    assertThat(workers().working("one")).containsExactly("e1");
    assertThat(workers().reserve("two", 1)).isZero();
    finish.countDown();
    List<String> told = List.of(nextBut("beat"), nextBut("beat"));
    assertThat(told).containsExactlyInAnyOrder("end one e1 FAILED done", "look two");
  }

  @Test
  void aPlaceGivenBackIsFreeAgain() {
    open(2, (attempt, report) -> Outcome.SUCCEEDED);
    assertThat(workers().reserve("one", 3)).isEqualTo(2);
    assertThat(workers().reserve("two", 1)).isZero();
    workers().release(1);
    assertThat(workers().reserve("two", 1)).isEqualTo(1);
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
          return Outcome.SUCCEEDED;
        });
    start("one", "e1");
    assertThat(next()).isEqualTo("beat one e1 7 [running]");
    assertThat(next()).as("it lives").isEqualTo("beat one e1 7 []");
    finish.countDown();
    assertThat(nextBut("beat")).isEqualTo("end one e1 SUCCEEDED ");
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
          return report.stopped() ? Outcome.interrupted("stopped") : failed("not stopped");
        });
    start("one", "e1");
    assertThat(nextBut("beat")).isEqualTo("end one e1 INTERRUPTED stopped");
  }

  @Test
  void theEndIsToldUntilItIsHeard() throws Exception {
    deaf.set(3);
    open(1, (attempt, report) -> failed("done"));
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
    while (!workers().working("one").isEmpty()) {
      Thread.onSpinWait();
    }
    assertThat(workers().reserve("one", 1)).isEqualTo(1);
  }

  @Test
  void nothingStartsAfterTheClose() {
    open(1, (attempt, report) -> failed("done"));
    workers().close();
    assertThat(workers().reserve("one", 1)).isZero();
  }

  @Test
  void endsOfOneRunThatWaitTravelTogether() throws Exception {
    deaf.set(2);
    open(2, (attempt, report) -> Outcome.SUCCEEDED);
    assertThat(workers().reserve("one", 2)).isEqualTo(2);
    workers().start(attempt("one", "e1"));
    workers().start(attempt("one", "e2"));
    List<String> ends = List.of(nextBut("beat"), nextBut("beat"));
    assertThat(ends).containsExactlyInAnyOrder("end one e1 SUCCEEDED ", "end one e2 SUCCEEDED ");
    assertThat(calls.get()).as("deaf twice, then once").isEqualTo(3);
  }

  private static Outcome failed(String message) {
    return Outcome.failed(Failure.OTHER, message);
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
      for (Sign sign : beat.signs()) {
        heard.add(
            "beat %s %s %d %s".formatted(run, sign.epoch(), sign.progress().rows(), sign.lines()));
      }
      return new Answer(goOn ? Set.of() : beat.signs().stream().map(Sign::epoch).collect(toSet()));
    }

    @Override
    public Run ended(Ends ends) {
      calls.incrementAndGet();
      if (deaf.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
        throw OptimaException.of(ErrorCode.UNAVAILABLE, "not now");
      }
      for (Ended end : ends.ended()) {
        heard.add(
            "end %s %s %s %s"
                .formatted(run, end.epoch(), end.outcome().kind(), end.outcome().message()));
      }
      return attempt(run, "").record().run();
    }

    @Override
    public Run control(Wish wish) {
      throw new AssertionError("workers look after, beat and end runs, nothing else");
    }
  }
}
