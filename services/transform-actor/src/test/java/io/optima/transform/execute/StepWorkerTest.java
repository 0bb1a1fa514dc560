package io.optima.transform.execute;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.optima.dataset.store.LocalDatasets;
import io.optima.model.DatasetName;
import io.optima.model.DigestAlgorithm;
import io.optima.model.ErrorCode;
import io.optima.model.OptimaException;
import io.optima.model.Principal;
import io.optima.model.dataset.CsvOptions;
import io.optima.model.dataset.Datasets;
import io.optima.model.dataset.Datasets.Author;
import io.optima.model.dataset.Datasets.Committed;
import io.optima.model.dataset.Format;
import io.optima.model.dataset.Kind;
import io.optima.model.dataset.LogEntry;
import io.optima.model.dataset.Mode;
import io.optima.model.dataset.Settings;
import io.optima.model.dataset.Version;
import io.optima.model.lineage.ColumnLineage;
import io.optima.model.transform.Fate;
import io.optima.model.transform.RetryRule.Failure;
import io.optima.model.transform.Run;
import io.optima.model.transform.RunOutput;
import io.optima.model.transform.RunRecord;
import io.optima.model.transform.StepName;
import io.optima.model.transform.StepRef;
import io.optima.model.transform.StepResult;
import io.optima.model.transform.TransformQueries.Start;
import io.optima.query.publish.PublishListener;
import io.optima.query.publish.PublishRequest;
import io.optima.query.publish.PublishSettings;
import io.optima.query.publish.PublishTarget;
import io.optima.query.publish.Publisher;
import io.optima.query.secure.OwnersAndReaders;
import io.optima.query.secure.ReadSettings;
import io.optima.query.secure.Relations;
import io.optima.query.sql.QuerySettings;
import io.optima.query.sql.SqlEngine;
import io.optima.store.Store;
import io.optima.store.StoreSettings;
import io.optima.transform.RunStarter;
import io.optima.transform.definition.Checks;
import io.optima.transform.definition.Document;
import io.optima.transform.definition.Transformations;
import io.optima.transform.run.Attempt;
import io.optima.transform.run.ColumnFlows;
import io.optima.transform.run.Outcome;
import io.optima.transform.step.sql.SqlKind;
import io.optima.transform.yaml.DefinitionReader;
import java.io.ByteArrayInputStream;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Steps carried out over a real store and the real engine. */
@Timeout(120)
class StepWorkerTest {
  private static final Principal ANN = new Principal("ann", Set.of());
  private static final Principal BEN = new Principal("ben", Set.of());
  private static final DatasetName FLIGHTS = DatasetName.parse("air/flights");
  private static final DatasetName LATE = DatasetName.parse("air/late");
  private static final DatasetName MEAN = DatasetName.parse("air/mean");
  private static final StepName FIRST = new StepName("chosen");
  private static final StepName SECOND = new StepName("summed");

  private static final String TWO_STEPS =
      """
      name: late
      description: late flights
      inputs: { f: air/flights }
      parameters: { least: { type: int64, default: 30 } }
      steps:
        chosen:
          sql: select id, delay from f where delay > $least
        summed:
          needs: [chosen]
          sql: select count(*) as flights, sum(delay)::bigint as total from chosen
      outputs:
        chosen: air/late
        summed: air/mean
      """;

  private final BufferAllocator allocator = new RootAllocator();
  private Path home;
  private Store store;
  private Datasets datasets;
  private Relations relations;
  private SqlEngine engine;
  private Publisher publisher;

  @BeforeEach
  void open(@TempDir Path folder) {
    home = folder;
    store = Store.open(StoreSettings.in(home));
    datasets = new LocalDatasets(store, Clock.systemUTC());
    relations = new Relations(store, new OwnersAndReaders(), ReadSettings.in(home));
    engine = new SqlEngine(relations, QuerySettings.in(home));
    publisher = publisher(datasets);
    Settings settings = new Settings("ann", "", Map.of(), Set.of());
    datasets.create(
        new Datasets.Create(
            FLIGHTS, Kind.IMMUTABLE, DigestAlgorithm.SHA256, settings, author(ANN), key()));
    publish("id,delay\n1,5\n2,40\n3,70\n");
    apply(TWO_STEPS);
  }

  private Publisher publisher(Datasets where) {
    return new Publisher(
        store,
        where,
        new OwnersAndReaders(),
        PublishSettings.in(home).withMemoryBytes(256 << 20),
        allocator);
  }

  /** Closing the allocator proves that no attempt kept rows. */
  @AfterEach
  void close() {
    publisher.close();
    engine.close();
    relations.close();
    store.close();
    allocator.close();
  }

  private static Author author(Principal principal) {
    return new Author(principal.name(), principal.isAdmin(), "");
  }

  private static String key() {
    return UUID.randomUUID().toString();
  }

  private Committed publish(String csv) {
    PublishTarget target = PublishTarget.of(FLIGHTS, Mode.REPLACE, "", author(ANN), key());
    return publisher.publish(
        new PublishRequest(target, Format.CSV, CsvOptions.DETECT, null),
        new ByteArrayInputStream(csv.getBytes(UTF_8)),
        PublishListener.NONE);
  }

  private void apply(String yaml) {
    Document document = DefinitionReader.read(yaml);
    new Checks(inputs(), kinds()::check).check(ANN, document);
    transformations().apply(document.definition(), ANN);
  }

  private Transformations transformations() {
    return new Transformations(store.transformations(), Clock.systemUTC());
  }

  private Kinds kinds() {
    return new Kinds(List.of(new SqlKind(engine, publisher)));
  }

  private VisibleDatasets inputs() {
    return new VisibleDatasets(relations, store.datasets());
  }

  /** Accepts a run, as the service does. */
  private RunRecord run(Principal caller, Map<String, String> parameters) {
    RunStarter starter =
        new RunStarter(
            store,
            transformations(),
            inputs(),
            Clock.systemUTC(),
            id -> store.runs().started(id).orElseThrow().run(),
            record -> {});
    Run run = starter.start(new Start(caller, "late", parameters, "", "", ""));
    return store.runs().started(run.id()).orElseThrow();
  }

  private Outcome carryOut(RunRecord record, StepName step) {
    return carryOut(record, step, 1, new Report());
  }

  private Outcome carryOut(RunRecord record, StepName step, int number, Report report) {
    return worker(publisher).carryOut(attempt(record, step, number), report);
  }

  private Attempt attempt(RunRecord record, StepName step, int number) {
    SortedMap<StepName, StepResult> results = new TreeMap<>();
    store.runs().steps(record.run().id()).forEach(result -> results.put(result.step(), result));
    Run run = record.run();
    return new Attempt(
        record,
        transformations().definition(run.transformation(), run.revision()),
        step,
        number,
        "e" + number,
        results);
  }

  private StepWorker worker(Publisher through) {
    return new StepWorker(
        store.runs(),
        kinds(),
        new Commits(store, through, inputs()),
        publisher,
        allocator,
        Duration.ofMinutes(1),
        Clock.systemUTC());
  }

  /** Everything, as the keeper would have it done. */
  private RunRecord whole(Map<String, String> parameters) {
    RunRecord record = run(ANN, parameters);
    for (StepName step : List.of(FIRST, SECOND, StepName.COMMIT)) {
      assertThat(carryOut(record, step)).isEqualTo(Outcome.SUCCEEDED);
    }
    return record;
  }

  private Optional<LogEntry> head(DatasetName name) {
    return store.datasets().head(name);
  }

  private Version latest(DatasetName name) {
    return requireNonNull(head(name).orElseThrow().latest());
  }

  private StepResult result(RunRecord record, StepName step) {
    return store.runs().step(record.run().id(), step).orElseThrow();
  }

  @Test
  void aStepReadsWhatAnotherMadeAndNothingIsSeenBeforeTheCommit() {
    RunRecord record = run(ANN, Map.of("least", "20"));
    assertThat(carryOut(record, FIRST)).isEqualTo(Outcome.SUCCEEDED);
    assertThat(carryOut(record, SECOND)).isEqualTo(Outcome.SUCCEEDED);
    assertThat(head(LATE)).isEmpty();
    assertThat(carryOut(record, StepName.COMMIT)).isEqualTo(Outcome.SUCCEEDED);
    assertThat(latest(LATE).rows()).isEqualTo(2);
    assertThat(latest(MEAN).rows()).isEqualTo(1);
    assertThat(latest(LATE).content())
        .isEqualTo(requireNonNull(result(record, FIRST).rows().get("chosen")).content());
    assertThat(latest(MEAN).inputs()).containsExactlyElementsOf(record.run().inputs().values());
    assertThat(requireNonNull(latest(MEAN).origin()).run()).isEqualTo(record.run().id());
    assertThat(head(MEAN).orElseThrow().settings().owner()).isEqualTo("ann");
    assertThat(result(record, StepName.COMMIT).committed())
        .extracting(output -> output.dataset() + "@" + output.version())
        .containsExactlyInAnyOrder("air/late@1", "air/mean@1");
  }

  @Test
  void columnsAreFollowedThroughTheSteps() {
    RunRecord record = whole(Map.of());
    SortedMap<StepName, StepResult> results = attempt(record, StepName.COMMIT, 1).results();
    assertThat(
            ColumnFlows.compose(
                    transformations().definition("late", 1), record.run().inputs(), results)
                .get("summed"))
        .contains(new ColumnLineage("total", FLIGHTS, "delay", "EXPRESSION"));
  }

  @Test
  void theInputsAreThoseOfTheStartWhateverIsPublishedLater() {
    RunRecord record = run(ANN, Map.of("least", "4"));
    publish("id,delay\n9,900\n");
    assertThat(carryOut(record, FIRST)).isEqualTo(Outcome.SUCCEEDED);
    assertThat(result(record, FIRST).progress().rows()).isEqualTo(3);
  }

  @Test
  void ofTwoAttemptsThatBothBelieveInThemselvesOneCounts() {
    apply(TWO_STEPS.replace("select id, delay from f", "select id, delay, random() as r from f"));
    RunRecord record = run(ANN, Map.of());
    Attempt one = attempt(record, FIRST, 1);
    Attempt two = attempt(record, FIRST, 2);
    StepWorker worker = worker(publisher);
    assertThat(worker.carryOut(two, new Report())).isEqualTo(Outcome.SUCCEEDED);
    StepResult made = result(record, FIRST);
    assertThat(worker.carryOut(one, new Report())).isEqualTo(Outcome.SUCCEEDED);
    assertThat(result(record, FIRST)).isEqualTo(made);
    assertThat(made.epoch()).isEqualTo("e2");
  }

  /** Commits one output and then finds nobody any more. */
  private Datasets cutOffAfterOneCommit() {
    AtomicInteger commits = new AtomicInteger();
    return (Datasets)
        Proxy.newProxyInstance(
            Datasets.class.getClassLoader(),
            new Class<?>[] {Datasets.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("commit") && commits.getAndIncrement() > 0) {
                throw OptimaException.of(ErrorCode.UNAVAILABLE, "no actor");
              }
              return method.invoke(datasets, arguments);
            });
  }

  @Test
  void aCommitThatWasCutOffIsFinishedAndNotDoneAgain() {
    RunRecord record = run(ANN, Map.of());
    carryOut(record, FIRST);
    carryOut(record, SECOND);
    try (Publisher through = publisher(cutOffAfterOneCommit())) {
      Outcome cut = worker(through).carryOut(attempt(record, StepName.COMMIT, 1), new Report());
      assertThat(cut.failure()).isEqualTo(Failure.UNAVAILABLE);
      assertThat(cut.message()).contains("published already: air/late@1");
    }
    assertThat(store.runs().decide(record.run().id(), Fate.ABORT)).isEqualTo(Fate.COMMIT);
    assertThat(carryOut(record, StepName.COMMIT, 2, new Report())).isEqualTo(Outcome.SUCCEEDED);
    assertThat(result(record, StepName.COMMIT).committed())
        .extracting(RunOutput::version)
        .containsExactly(1L, 1L);
    assertThat(head(LATE).orElseThrow().latestNumber()).isEqualTo(1);
  }

  @Test
  void anOutputThatIsRefusedKeepsAllFromBeingPublished() {
    whole(Map.of());
    apply(TWO_STEPS.replace("count(*) as flights", "'many' as flights"));
    RunRecord record = run(ANN, Map.of("least", "3"));
    carryOut(record, FIRST);
    carryOut(record, SECOND);
    Outcome outcome = carryOut(record, StepName.COMMIT);
    assertThat(outcome.kind()).isEqualTo(Outcome.Kind.FAILED);
    assertThat(outcome.message()).contains("flights");
    assertThat(head(LATE).orElseThrow().latestNumber()).isEqualTo(1);
    assertThat(store.runs().decide(record.run().id(), Fate.ABORT)).isEqualTo(Fate.ABORT);
  }

  @Test
  void nothingIsCommittedOfARunThatWasGivenUp() {
    RunRecord record = run(ANN, Map.of());
    carryOut(record, FIRST);
    carryOut(record, SECOND);
    store.runs().decide(record.run().id(), Fate.ABORT);
    Outcome outcome = carryOut(record, StepName.COMMIT);
    assertThat(outcome.kind()).isEqualTo(Outcome.Kind.FAILED);
    assertThat(outcome.message()).contains("given up");
    assertThat(head(LATE)).isEmpty();
  }

  @Test
  void theSameComputationIsNotDoneTwice() {
    RunRecord first = whole(Map.of());
    store.runs().finish(first);
    RunRecord again = run(ANN, Map.of());
    Run ended = store.runs().finished(again.run().id()).orElseThrow().run();
    assertThat(ended.alreadyComputed()).isTrue();
    assertThat(ended.outputs()).extracting("version").containsExactly(1L, 1L);

    RunRecord other = run(ANN, Map.of("least", "60"));
    assertThat(store.runs().finished(other.run().id())).isEmpty();
    publish("id,delay\n9,900\n");
    assertThat(store.runs().finished(run(ANN, Map.of()).run().id())).isEmpty();
  }

  @Test
  void aStepIsTakenFromAnEarlierRunWhenOnlyWhatFollowsHasChanged() {
    RunRecord first = whole(Map.of());
    apply(TWO_STEPS.replace("count(*) as flights", "count(*) as late"));
    RunRecord second = run(ANN, Map.of());
    carryOut(second, FIRST);
    carryOut(second, SECOND);
    assertThat(result(second, FIRST).reused()).isEqualTo(new StepRef(first.run().id(), FIRST));
    assertThat(result(second, FIRST).rows()).isEqualTo(result(first, FIRST).rows());
    assertThat(result(second, SECOND).reused()).isNull();
  }

  @Test
  void whatDependsOnClockOrChanceIsNeverTakenFromAnEarlierRun() {
    apply(TWO_STEPS.replace("select id, delay from f", "select id, delay, random() as r from f"));
    whole(Map.of());
    RunRecord second = run(ANN, Map.of());
    assertThat(store.runs().finished(second.run().id())).isEmpty();
    carryOut(second, FIRST);
    assertThat(result(second, FIRST).reused()).isNull();
  }

  @Test
  void aStoppedAttemptIsInterruptedAndLeavesNoResult() {
    Report report = new Report();
    report.stop();
    RunRecord record = run(ANN, Map.of());
    assertThat(carryOut(record, FIRST, 1, report).kind()).isEqualTo(Outcome.Kind.INTERRUPTED);
    assertThat(store.runs().steps(record.run().id())).isEmpty();
  }

  @Test
  void sqlThatFailsIsFailedWithItsReason() {
    apply(TWO_STEPS.replace("select id, delay", "select cast(id || 'x' as bigint) as id, delay"));
    Outcome outcome = carryOut(run(ANN, Map.of()), FIRST);
    assertThat(outcome.kind()).isEqualTo(Outcome.Kind.FAILED);
    assertThat(outcome.failure()).isEqualTo(Failure.OTHER);
    assertThat(outcome.message()).isNotEmpty();
  }

  @Test
  void aStepThatTakesTooLongIsOverItsTime() {
    String tables =
        "f a, f b, f c, f d, f e, f g, f h, f i, f j, f k, f l, f m, f n, f o, f p, f q";
    apply(
        TWO_STEPS.replace(
            "sql: select id, delay from f where delay > $least",
            "timeout: 100ms\n"
                + "    sql: select max(a.id + c.id) as id, max(b.delay * q.delay) as delay"
                + " from %s where a.id * b.id + e.id - q.id <> $least".formatted(tables)));
    Outcome outcome = carryOut(run(ANN, Map.of()), FIRST);
    assertThat(outcome.kind()).isEqualTo(Outcome.Kind.FAILED);
    assertThat(outcome.failure()).isEqualTo(Failure.TIMEOUT);
  }

  @Test
  void rightsAreThoseOfWhoStartedItWhenItRuns() {
    datasets.change(
        new Datasets.ChangeSettings(
            FLIGHTS, null, null, Map.of(), Set.of(), Set.of("ben"), Set.of(), author(ANN), key()));
    RunRecord bens = run(BEN, Map.of());
    datasets.change(
        new Datasets.ChangeSettings(
            FLIGHTS, null, null, Map.of(), Set.of(), Set.of(), Set.of("ben"), author(ANN), key()));
    assertThat(carryOut(bens, FIRST).kind()).isEqualTo(Outcome.Kind.FAILED);
  }

  /** The commit is on the way when the actor cannot be reached: another attempt may succeed. */
  @Test
  void anActorOutOfReachIsAFailureToTryAgain() {
    Datasets gone =
        (Datasets)
            Proxy.newProxyInstance(
                Datasets.class.getClassLoader(),
                new Class<?>[] {Datasets.class},
                (proxy, method, arguments) -> {
                  throw OptimaException.of(ErrorCode.UNAVAILABLE, "no actor");
                });
    RunRecord record = run(ANN, Map.of());
    carryOut(record, FIRST);
    carryOut(record, SECOND);
    try (Publisher through = publisher(gone)) {
      Outcome outcome = worker(through).carryOut(attempt(record, StepName.COMMIT, 1), new Report());
      assertThat(outcome.failure()).isEqualTo(Failure.UNAVAILABLE);
      assertThat(outcome.message()).isEqualTo("no actor");
    }
    assertThat(carryOut(record, StepName.COMMIT, 2, new Report())).isEqualTo(Outcome.SUCCEEDED);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '¦',
      value = {
        "needs: [chosen]   ¦ needs: [other]     ¦ step 'summed' needs 'other', which is not there",
        "needs: [chosen]   ¦ timeout: 1s        ¦ line 10, column 71: step 'summed' reads 'chosen',"
            + " which step 'chosen' makes",
        "select id, delay  ¦ select id, dely    ¦ line 7, column 21: ",
        "select id, delay  ¦ select id, read_text('x') as delay ¦ line 7, column ",
        "summed: air/mean  ¦ sumed: air/mean    ¦ line 13, column 10: no step makes a table"
            + " 'sumed'",
        "chosen: air/late  ¦ chosen: air/mean   ¦ line 13, column 11: two outputs go to air/mean",
        "f: air/flights    ¦ f: air/flights, g: air/flights@1 ¦ line 3, column 30: no step reads",
        "least: {          ¦ most: { type: int32, default: 1 }, least: { ¦ no step uses parameter",
      })
  void refusesWhatDoesNotFitNamingThePlace(String good, String bad, String message) {
    publish("id,delay\n9,900\n");
    assertThatThrownBy(() -> apply(TWO_STEPS.replace(good, bad)))
        .isInstanceOf(OptimaException.class)
        .hasMessageContaining(message);
  }

  @Test
  void refusesStepsThatNeedEachOther() {
    assertThatThrownBy(
            () ->
                apply(
                    TWO_STEPS.replace(
                        "  chosen:\n    sql", "  chosen:\n    needs: [summed]\n    sql")))
        .hasMessageContaining("chosen needs summed needs chosen");
  }
}
