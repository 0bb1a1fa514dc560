package io.optima.transform.execute;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.optima.dataset.store.LocalDatasets;
import io.optima.model.DatasetName;
import io.optima.model.DatasetRef;
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
import io.optima.model.schema.DataType;
import io.optima.model.transform.Definition;
import io.optima.model.transform.Run;
import io.optima.model.transform.RunRecord;
import io.optima.model.transform.RunState;
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
import io.optima.transform.Attempt;
import io.optima.transform.Attempt.Purpose;
import io.optima.transform.Outcome;
import io.optima.transform.RunStarter;
import io.optima.transform.Transformations;
import java.io.ByteArrayInputStream;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Runs carried out over a real store and the real engine. */
@Timeout(120)
class SqlWorkTest {
  private static final Principal ANN = new Principal("ann", Set.of());
  private static final Principal BEN = new Principal("ben", Set.of());
  private static final DatasetName FLIGHTS = DatasetName.parse("air/flights");
  private static final DatasetName LATE = DatasetName.parse("air/late");

  private final BufferAllocator allocator = new RootAllocator();
  private Path home;
  private Store store;
  private Datasets datasets;
  private Relations relations;
  private SqlEngine engine;
  private Publisher publisher;
  private EngineSql sql;

  @BeforeEach
  void open(@TempDir Path folder) {
    home = folder;
    store = Store.open(StoreSettings.in(home));
    datasets = new LocalDatasets(store, Clock.systemUTC());
    relations = new Relations(store, new OwnersAndReaders(), ReadSettings.in(home));
    engine = new SqlEngine(relations, QuerySettings.in(home));
    publisher = publisher(datasets);
    sql = new EngineSql(relations, engine, store.datasets());
    Settings settings = new Settings("ann", "", Map.of(), Set.of());
    datasets.create(
        new Datasets.Create(
            FLIGHTS, Kind.IMMUTABLE, DigestAlgorithm.SHA256, settings, author(ANN), key()));
    publish("id,delay\n1,5\n2,40\n3,70\n");
    apply("select id, delay from f where delay > $least");
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

  private void apply(String text) {
    new Transformations(store.transformations(), Clock.systemUTC())
        .apply(
            new Definition(
                "late",
                "late flights",
                Map.of("f", DatasetRef.latest(FLIGHTS)),
                text,
                LATE,
                Map.of("least", new Definition.Parameter(DataType.Simple.INT64, "30"))),
            ANN);
  }

  /** Accepts a run, as the service does. */
  private RunRecord run(Principal caller, Map<String, String> parameters) {
    RunStarter starter =
        new RunStarter(
            store,
            sql,
            Clock.systemUTC(),
            id -> store.runs().started(id).orElseThrow().run(),
            record -> {});
    Run run = starter.start(new Start(caller, "late", parameters, "", "", ""));
    return store.runs().started(run.id()).orElseThrow();
  }

  private Outcome carryOut(RunRecord record, Purpose purpose, Report report) {
    return work(datasets, publisher).carryOut(new Attempt(record, "e", 1, purpose), report);
  }

  private SqlWork work(Datasets where, Publisher through) {
    return new SqlWork(store, where, sql, through, allocator, Duration.ofMinutes(1));
  }

  private LogEntry late() {
    return store.datasets().head(LATE).orElseThrow();
  }

  private Version latest() {
    return requireNonNull(late().latest());
  }

  @Test
  void aRunMakesAVersionThatKnowsItsInputs() {
    RunRecord record = run(ANN, Map.of("least", "50"));
    Report report = new Report();
    Outcome outcome = carryOut(record, Purpose.WORK, report);
    assertThat(outcome.kind()).isEqualTo(Outcome.Kind.SUCCEEDED);
    Version made = latest();
    assertThat(made.rows()).isEqualTo(1);
    assertThat(made.content()).isEqualTo(outcome.content());
    assertThat(made.inputs()).isEqualTo(record.run().inputs());
    assertThat(requireNonNull(made.origin()).run()).isEqualTo(record.run().id());
    assertThat(late().settings().owner()).isEqualTo("ann");
    assertThat(report.progress().rows()).isEqualTo(1);
    assertThat(outcome.columns()).extracting("output").containsOnly("id", "delay");
  }

  @Test
  void theInputsAreThoseOfTheStartWhateverIsPublishedLater() {
    RunRecord record = run(ANN, Map.of());
    publish("id,delay\n9,900\n");
    carryOut(record, Purpose.WORK, new Report());
    assertThat(latest().rows()).isEqualTo(2);
  }

  @Test
  void anAttemptAfterOneThatCommittedFindsItsVersion() {
    RunRecord record = run(ANN, Map.of());
    Outcome first = carryOut(record, Purpose.WORK, new Report());
    for (Purpose purpose : Purpose.values()) {
      Outcome again = carryOut(record, purpose, new Report());
      assertThat(again.kind()).as(purpose.name()).isEqualTo(Outcome.Kind.SUCCEEDED);
      assertThat(again.version()).isEqualTo(first.version());
      assertThat(again.columns()).isEqualTo(first.columns());
    }
    assertThat(late().latestNumber()).isEqualTo(1);
  }

  @Test
  void theSameComputationIsNotDoneTwiceWhileItsResultStands() {
    carryOut(run(ANN, Map.of()), Purpose.WORK, new Report());
    RunRecord before = run(ANN, Map.of());
    assertThat(store.runs().finished(before.run().id())).isEmpty(); // nothing has ended yet
    RunRecord first = run(ANN, Map.of());
    Outcome outcome = carryOut(first, Purpose.WORK, new Report());
    store.runs().finish(first.with(succeeded(first.run(), outcome)));
    RunRecord again = run(ANN, Map.of());
    Run ended = store.runs().finished(again.run().id()).orElseThrow().run();
    assertThat(ended.alreadyComputed()).isTrue();
    assertThat(ended.version()).isEqualTo(1);
    assertThat(store.runs().finished(run(ANN, Map.of("least", "60")).run().id())).isEmpty();
    publish("id,delay\n9,900\n");
    assertThat(store.runs().finished(run(ANN, Map.of()).run().id())).isEmpty();
  }

  private static Run succeeded(Run run, Outcome outcome) {
    return new Run(
        run.id(),
        run.transformation(),
        run.revision(),
        RunState.SUCCEEDED,
        run.parameters(),
        run.inputs(),
        run.output(),
        run.principal(),
        1,
        false,
        outcome.version(),
        outcome.content(),
        outcome.progress(),
        run.log(),
        "",
        run.created(),
        run.created(),
        "");
  }

  @Test
  void aStoppedAttemptIsCancelledAndCommitsNothing() {
    Report report = new Report();
    report.stop();
    Outcome outcome = carryOut(run(ANN, Map.of()), Purpose.WORK, report);
    assertThat(outcome.kind()).isEqualTo(Outcome.Kind.CANCELLED);
    assertThat(late().latestNumber()).isZero();
    assertThat(carryOut(run(ANN, Map.of()), Purpose.CANCEL, new Report()).kind())
        .isEqualTo(Outcome.Kind.CANCELLED);
  }

  @Test
  void sqlThatFailsIsFailedWithItsReason() {
    apply("select cast(id || 'x' as bigint) as n from f where delay > $least");
    Outcome outcome = carryOut(run(ANN, Map.of()), Purpose.WORK, new Report());
    assertThat(outcome.kind()).isEqualTo(Outcome.Kind.FAILED);
    assertThat(outcome.message()).isNotEmpty();
    assertThat(late().latestNumber()).isZero();
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
    Outcome outcome = carryOut(bens, Purpose.WORK, new Report());
    assertThat(outcome.kind()).isEqualTo(Outcome.Kind.FAILED);
    assertThat(store.datasets().head(LATE)).isEmpty();
  }

  /** The commit is on the way when the actor cannot be reached: another attempt may succeed. */
  @Test
  void anActorOutOfReachInterruptsTheAttempt() {
    Datasets gone =
        (Datasets)
            Proxy.newProxyInstance(
                Datasets.class.getClassLoader(),
                new Class<?>[] {Datasets.class},
                (proxy, method, arguments) -> {
                  throw OptimaException.of(ErrorCode.UNAVAILABLE, "no actor");
                });
    RunRecord record = run(ANN, Map.of());
    try (Publisher through = publisher(gone)) {
      Outcome outcome =
          work(gone, through).carryOut(new Attempt(record, "e", 1, Purpose.WORK), new Report());
      assertThat(outcome.kind()).isEqualTo(Outcome.Kind.INTERRUPTED);
      assertThat(outcome.message()).isEqualTo("no actor");
    }
    assertThat(carryOut(record, Purpose.WORK, new Report()).kind())
        .isEqualTo(Outcome.Kind.SUCCEEDED);
  }
}
