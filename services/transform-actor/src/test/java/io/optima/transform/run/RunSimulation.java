package io.optima.transform.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.optima.model.transform.Definition;
import io.optima.model.transform.Fate;
import io.optima.model.transform.RetryRule;
import io.optima.model.transform.RetryRule.Failure;
import io.optima.model.transform.Run;
import io.optima.model.transform.Run.Progress;
import io.optima.model.transform.RunState;
import io.optima.model.transform.StepName;
import io.optima.model.transform.StepResult;
import io.optima.model.transform.StepState;
import io.optima.transform.run.RunHead.Control;
import io.optima.transform.run.RunKeeper.Ended;
import io.optima.transform.run.RunKeeper.Sign;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * One run on two hosts that may both believe to have its actor, in virtual time: hosts die,
 * messages come late, twice or never, attempts go on after they were given up, state is overwritten
 * by the host that knows less. After every transition the invariants of {@code docs/spec/runs.md}
 * are looked at.
 */
final class RunSimulation {
  private static final String RUN = "r";
  private static final Duration LEASE = Duration.ofSeconds(15);

  private final RandomGenerator random;
  private final Definition definition;
  private final Plan plan;
  private final MemoryRuns store = new MemoryRuns();
  private final List<Host> hosts = new ArrayList<>();
  private final List<Runnable> messages = new ArrayList<>();

  /** By their keys: the dataset takes each once. */
  private final Set<String> commits = new HashSet<>();

  private boolean commitBroken;
  private boolean faults = true;
  private Instant now = Runs.BEGIN;
  private int names;
  private long transitions;

  /** What is in the state store: the last one who writes wins. */
  private @Nullable RunHead storedHead;

  private SortedMap<StepName, StepEntry> storedSteps = new TreeMap<>();

  private final Clock clock =
      new Clock() {
        @Override
        public ZoneId getZone() {
          return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
          return this;
        }

        @Override
        public Instant instant() {
          return now;
        }
      };

  RunSimulation(RandomGenerator random) {
    this.random = random;
    this.definition = definition(random);
    this.plan = Plan.of(definition);
    store.started.put(RUN, Runs.record(RUN, definition));
    hosts.add(new Host());
    hosts.add(new Host());
  }

  private static Definition definition(RandomGenerator random) {
    int count = random.nextInt(1, 7);
    String[] steps = new String[count];
    for (int i = 0; i < count; i++) {
      StringBuilder step = new StringBuilder("s" + i);
      for (int before = 0; before < i; before++) {
        if (random.nextInt(3) == 0) {
          step.append(" s").append(before);
        }
      }
      steps[i] = step.toString();
    }
    RetryRule retry =
        new RetryRule(
            random.nextInt(1, 5),
            Duration.ofMillis(random.nextInt(5_000)),
            Duration.ofSeconds(20),
            2,
            0.2,
            EnumSet.of(Failure.UNAVAILABLE));
    return Runs.definition(Runs.rules(retry, random.nextInt(1, 5)), random.nextInt(5) > 0, steps);
  }

  /** A process: its activation of the actor, and the attempts it carries out. */
  private final class Host implements Attempts, RunKeeper.Memory {
    final String name = "p" + names++;
    final List<Live> live = new ArrayList<>();
    final Set<String> untold = new HashSet<>();
    final RunKeeper keeper = new RunKeeper(RUN, office(this), this);
    final int places = random.nextInt(1, 4);
    int reserved;
    boolean dead;
    @Nullable Control acknowledged;

    @Override
    public Set<String> working(String run) {
      return Set.copyOf(untold);
    }

    @Override
    public int reserve(String run, int wanted) {
      int free = Math.max(0, Math.min(wanted, places - live.size()));
      reserved = free;
      return free;
    }

    @Override
    public void release(int unused) {
      reserved -= unused;
    }

    @Override
    public void start(Attempt attempt) {
      assertThat(reserved--).as("a place was reserved").isPositive();
      boolean begun = attempt.number() > 1 || store.fates.get(RUN) == Fate.COMMIT;
      boolean bound = attempt.step().equals(StepName.COMMIT) && begun;
      assertThat(acknowledged == null || bound)
          .as("nothing starts after %s", acknowledged)
          .isTrue();
      for (StepName need : plan.needs(attempt.step())) {
        assertThat(store.step(RUN, need)).as("%s needs %s", attempt.step(), need).isPresent();
        assertThat(attempt.results()).containsKey(need);
      }
      assertThat(keeper.get().steps().stream().filter(step -> step.state() == StepState.RUNNING))
          .as("steps at once")
          .hasSizeLessThanOrEqualTo(plan.rules().steps());
      live.add(new Live(attempt));
      untold.add(attempt.epoch());
    }

    @Override
    public void lookAfter(String run, Duration pause) {
      later(keeper::look, this);
    }

    @Override
    public Optional<Journal> load(Plan loaded) {
      RunHead head = storedHead;
      if (head == null) {
        return Optional.empty();
      }
      SortedMap<StepName, StepEntry> steps = new TreeMap<>();
      plan.order().forEach(step -> steps.put(step, storedSteps.getOrDefault(step, StepEntry.NEW)));
      return Optional.of(new Journal(head, steps));
    }

    @Override
    public void save(@Nullable RunHead head, SortedMap<StepName, StepEntry> changed) {
      if (head != null) {
        storedHead = head;
      }
      changed.forEach(
          (step, entry) -> {
            assertThat(entry.failures() + entry.lost()).isLessThanOrEqualTo(entry.attempt());
            storedSteps.put(step, entry);
          });
    }

    @Override
    public void forget(Plan ended) {
      storedHead = null;
      storedSteps = new TreeMap<>();
    }
  }

  private record Live(Attempt attempt) {}

  private RunOffice office(Host host) {
    return new RunOffice(
        store,
        (name, revision) -> definition,
        new RunDecider(LEASE, 50),
        host,
        new Processes("other-machine-" + host.name),
        record -> {},
        () -> {},
        clock,
        random::nextDouble);
  }

  /** Runs to the end; the number of transitions. */
  long run(int steps) {
    now = now.plusMillis(random.nextInt(100));
    hosts.getFirst().keeper.look();
    for (int i = 0; i < steps; i++) {
      act(random.nextInt(100));
      check();
    }
    calm();
    return transitions;
  }

  private void act(int what) {
    transitions++;
    Host host = hosts.get(random.nextInt(hosts.size()));
    if (what < 25) {
      deliver();
    } else if (what < 50) {
      work(host);
    } else if (what < 60) {
      beat(host);
    } else if (what < 70) {
      turn(host, host.keeper::look);
    } else if (what < 90) {
      now = now.plusMillis(random.nextInt(random.nextInt(10) == 0 ? 40_000 : 2_000));
    } else if (what < 94) {
      die(host);
    } else if (what < 95) {
      forgetState();
    } else if (what < 97) {
      control(host, random.nextBoolean() ? Control.PAUSE : Control.NONE);
    } else if (what == 97 && random.nextInt(4) == 0) {
      control(host, Control.CANCEL);
    }
  }

  private void forgetState() {
    if (random.nextInt(5) == 0) {
      storedHead = null;
      storedSteps = new TreeMap<>();
    }
  }

  /** What is on its way arrives, late, twice or never. */
  private void deliver() {
    if (!messages.isEmpty()) {
      Runnable message = messages.get(random.nextInt(messages.size()));
      if (!faults || random.nextInt(4) > 0) {
        messages.remove(message);
      }
      message.run();
    }
  }

  private void deliverAll() {
    for (int waiting = messages.size(); waiting > 0; waiting--) {
      deliver();
    }
  }

  private void later(Runnable message, Host host) {
    if (!faults || random.nextInt(20) > 0) {
      messages.add(
          () -> {
            if (!host.dead) {
              turn(host, message);
            }
          });
    }
  }

  private static void turn(Host host, Runnable turn) {
    if (!host.dead) {
      turn.run();
    }
  }

  private void die(Host host) {
    host.dead = true;
    hosts.set(hosts.indexOf(host), new Host());
  }

  private void control(Host host, Control control) {
    boolean ends = host.acknowledged == Control.CANCEL;
    if (!ends) {
      host.acknowledged = null;
    }
    host.keeper.control(control, "ann");
    if (!ends && control != Control.NONE) {
      host.acknowledged = control;
    }
  }

  private void beat(Host host) {
    List<Sign> signs =
        host.live.stream()
            .map(Live::attempt)
            .map(each -> new Sign(each.step(), each.epoch(), new Progress(1, 1), List.of()))
            .toList();
    Host heard = hosts.get(random.nextInt(hosts.size()));
    Set<String> stop = heard.keeper.beat(signs);
    if (random.nextBoolean()) {
      for (Live each : List.copyOf(host.live)) {
        if (stop.contains(each.attempt().epoch())) {
          ended(host, each, Outcome.interrupted("stopped"));
        }
      }
    }
  }

  /** An attempt gets to its end. */
  private void work(Host host) {
    if (host.live.isEmpty()) {
      return;
    }
    Live live = host.live.get(random.nextInt(host.live.size()));
    Attempt attempt = live.attempt();
    int luck = faults ? random.nextInt(10) : 9;
    if (luck == 0) {
      ended(host, live, Outcome.failed(Failure.UNAVAILABLE, "away"));
    } else if (luck == 1 && random.nextInt(5) == 0) {
      commitBroken |= attempt.step().equals(StepName.COMMIT);
      ended(host, live, Outcome.failed(Failure.OTHER, "broken"));
    } else if (attempt.step().equals(StepName.COMMIT)) {
      commit(host, live);
    } else {
      succeed(host, live);
    }
  }

  private void commit(Host host, Live live) {
    if (store.decide(RUN, Fate.COMMIT) == Fate.ABORT) {
      ended(host, live, Outcome.failed(Failure.OTHER, "given up"));
      return;
    }
    if (faults && random.nextInt(3) == 0) {
      return;
    }
    assertThat(definition.steps().keySet())
        .as("all steps are done before the commit")
        .allMatch(step -> store.step(RUN, step).isPresent());
    commits.add("made/up");
    succeed(host, live);
  }

  private void succeed(Host host, Live live) {
    Attempt attempt = live.attempt();
    store.put(RUN, Runs.result(attempt.step(), attempt.number(), attempt.epoch()));
    if (faults && random.nextInt(10) == 0) {
      die(host);
    } else {
      ended(host, live, Outcome.SUCCEEDED);
    }
  }

  private void ended(Host host, Live live, Outcome outcome) {
    host.live.remove(live);
    Attempt attempt = live.attempt();
    Ended ended = new Ended(attempt.step(), attempt.epoch(), outcome, Progress.NONE, List.of());
    messages.add(
        () -> {
          if (!host.dead) {
            hosts.get(random.nextInt(hosts.size())).keeper.ended(List.of(ended));
            host.untold.remove(attempt.epoch());
          }
        });
  }

  private void check() {
    for (Host host : hosts) {
      Run run = host.keeper.get();
      run.steps().stream()
          .filter(step -> step.state().isDone())
          .forEach(step -> assertThat(store.step(RUN, step.name())).isPresent());
      if (run.state().isTerminal()) {
        assertThat(store.finished(RUN).map(record -> record.run())).contains(run);
      }
    }
  }

  /** Faults cease: the run ends soon, unless it was paused. */
  private void calm() {
    faults = false;
    for (Host host : hosts) {
      if (host.acknowledged == Control.PAUSE) {
        host.acknowledged = null;
      }
      host.keeper.control(Control.NONE, "ann");
    }
    for (int round = 0; round < 500 && store.finished(RUN).isEmpty(); round++) {
      transitions++;
      now = now.plusSeconds(1);
      deliverAll();
      Host host = hosts.getFirst();
      for (Host each : hosts) {
        while (!each.live.isEmpty()) {
          work(each);
        }
      }
      deliverAll();
      host.keeper.look();
      check();
    }
    assertThat(store.finished(RUN))
        .as("the run ends once faults have ceased: %s", hosts.getFirst().keeper.get())
        .isPresent();
    Run end = store.finished(RUN).orElseThrow().run();
    if (end.state() == RunState.SUCCEEDED) {
      assertThat(commits).hasSize(definition.outputs().size());
      assertThat(plan.order()).allMatch(step -> store.step(RUN, step).isPresent());
    } else if (!commitBroken) {
      assertThat(commits).as("nothing is committed of a run that is %s", end.state()).isEmpty();
    }
    Map<StepName, StepResult> results = new TreeMap<>();
    store.steps(RUN).forEach(result -> results.put(result.step(), result));
    assertThat(results.keySet()).isSubsetOf(plan.order());
  }
}
