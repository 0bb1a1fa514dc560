package io.optima.lineage.sql;

import static io.optima.lineage.Histories.TIME;
import static io.optima.lineage.Histories.name;
import static io.optima.lineage.Histories.settings;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.optima.lineage.Archive.Sent;
import io.optima.lineage.ArchiveInMemory;
import io.optima.lineage.AuditTrail;
import io.optima.lineage.Follower;
import io.optima.lineage.LineageAnswers;
import io.optima.lineage.LineageReads.AuditFilter;
import io.optima.lineage.LineageReads.Emitted;
import io.optima.lineage.LineageReads.Position;
import io.optima.lineage.Parts;
import io.optima.lineage.Reports;
import io.optima.lineage.openlineage.EventReader;
import io.optima.lineage.openlineage.Samples;
import io.optima.model.DatasetRef;
import io.optima.model.ErrorCode;
import io.optima.model.Events.RunChanged;
import io.optima.model.OptimaException;
import io.optima.model.Principal;
import io.optima.model.dataset.LogEntry;
import io.optima.model.lineage.Graph;
import io.optima.model.lineage.Graph.ColumnEdge;
import io.optima.model.lineage.LineageQueries.Direction;
import io.optima.model.lineage.LineageQueries.Walk;
import io.optima.model.operations.OperationQueries.Repair;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every index makes of the reports of others. */
abstract class ReportsContract extends LineageIndexContract {
  private static final String RUN = "0194cb1f-0000-7b8f-9c2e-5d1f00aa77e1";
  private static final String NODE = "external:run:" + RUN;

  final ArchiveInMemory archive = new ArchiveInMemory();
  Reports reports;
  LineageAnswers answers;

  @BeforeEach
  void openReports() {
    reports = new Reports("optima://local", new EventReader(), archive, index, log);
    Follower follower = new Follower(log, log, index, new Unheard());
    answers = new LineageAnswers(index, log, follower, reports, Optional::of);
  }

  private void orders() {
    log.create("sales/orders", settings("ann", "", "bob"));
    log.publish("sales/orders", "day", "price", "state", "buyer");
    index.apply(log.all("sales/orders"));
  }

  private Graph graph(String start, String column) {
    return answers.graph(
        new Walk(ADMIN, DatasetRef.parse(start), Direction.BOTH, 0, column, List.of()));
  }

  private static List<String> ids(Graph graph) {
    return graph.nodes().stream().map(Graph.Node::id).sorted().toList();
  }

  private static String event(String type, Instant time, String inputs, String outputs) {
    return """
    {"eventType": "%s", "eventTime": "%s", "producer": "https://example.com/etl",
     "schemaURL": "https://openlineage.io/spec/2-0-2/OpenLineage.json",
     "run": {"runId": "%s"}, "job": {"namespace": "etl", "name": "load"},
     "inputs": [%s], "outputs": [%s]}\
    """
        .formatted(type, time, RUN, inputs, outputs);
  }

  private static String named(String namespace, String name) {
    return "{\"namespace\": \"%s\", \"name\": \"%s\"}".formatted(namespace, name);
  }

  private static final String ORDERS = named("optima://local", "sales/orders");

  @Test
  void jobsOfOthersThatReadOrWriteADatasetJoinTheGraph() {
    orders();
    reports.accept(ANN, Samples.read("airflow-complete"));
    reports.accept(BOB, Samples.read("spark-complete"));

    Graph graph = graph("sales/orders", "");
    assertThat(ids(graph))
        .containsExactly(
            "external:postgres://shop-db:5432/shop.public.orders",
            "external:run:0194cb1f-3a63-7b8f-9c2e-5d1f00aa77e1",
            "external:run:0194cb51-6d2c-7c55-a0f4-2f7f5f2f9a10",
            "external:s3://reports/revenue",
            "sales/orders@1");
    assertThat(graph.edges())
        .filteredOn(edge -> edge.from().equals("sales/orders@1"))
        .singleElement()
        .satisfies(
            edge ->
                assertThat(edge.columns())
                    .containsExactlyInAnyOrder(
                        new ColumnEdge("day", "day", "IDENTITY"),
                        new ColumnEdge("price", "total", "EXPRESSION"),
                        new ColumnEdge("state", "", "FILTER")));
    assertThat(ids(graph("sales/orders", "price")))
        .contains("external:s3://reports/revenue")
        .doesNotContain("external:postgres://shop-db:5432/shop.public.orders");
    assertThat(index.audit(ADMIN, new AuditFilter("bob", ""), Position.END, 10))
        .extracting(each -> each.record().action())
        .containsExactly("lineage.reported");
  }

  @Test
  void columnsOfSeveralOutputsAreNotMixed() {
    orders();
    reports.accept(BOB, Samples.read("spark-complete"));
    reports.accept(BOB, Samples.read("dbt-job"));
    String customers = "external:snowflake://acme-eu1/MARTS.PUBLIC.CUSTOMERS";
    String days = "external:snowflake://acme-eu1/MARTS.PUBLIC.DAYS";
    assertThat(ids(graph("sales/orders", "")))
        .contains(customers, days, "external:job:dbt/shop.marts.customers");
    assertThat(ids(graph("sales/orders", "day"))).contains(customers).doesNotContain(days);
    assertThat(ids(graph("sales/orders", "price"))).contains(days).doesNotContain(customers);
  }

  @Test
  void aDatasetEventLinksColumns() {
    orders();
    reports.accept(BOB, Samples.read("dataset"));
    assertThat(ids(graph("sales/orders", "buyer")))
        .containsExactly("external:bigquery/acme.marts.customer_view", "sales/orders@1");
    assertThat(ids(graph("sales/orders", "day"))).containsExactly("sales/orders@1");
    reports.accept(
        BOB,
        Samples.read("dataset").replace("2026-02-03T07", "2026-02-04T07").replace("buyer", "day"));
    assertThat(ids(graph("sales/orders", "buyer"))).containsExactly("sales/orders@1");
    assertThat(ids(graph("sales/orders", "day"))).hasSize(2);
  }

  /** Input: the version when the run first named it; output: the one when it completed. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void doubledAndDisorderedEventsComeToTheSame(long seed) {
    orders();
    log.publish("sales/orders", "day");
    log.publish("sales/orders", "day");
    index.apply(log.all("sales/orders"));
    String file = named("file", "/in.csv");
    List<String> events = new ArrayList<>();
    events.add(event("START", TIME.plusSeconds(2), ORDERS, ORDERS));
    events.add(event("RUNNING", TIME.plusMillis(2500), file, ""));
    events.add(event("COMPLETE", TIME.plusMillis(3500), ORDERS, ORDERS));
    events.addAll(List.copyOf(events));
    Collections.shuffle(events, new Random(seed));
    events.forEach(each -> reports.accept(ANN, each));

    assertThat(index.linksInto(List.of(NODE)))
        .extracting(link -> link.source())
        .as("seed " + seed)
        .containsExactly("external:file//in.csv", "sales/orders@2");
    assertThat(index.linksFrom(List.of(NODE)))
        .extracting(link -> link.target())
        .containsExactly("sales/orders@3");
    assertThat(index.reports(NODE)).hasSize(3);
    assertThat(index.nodes(ADMIN, List.of(NODE)).getFirst().label()).isEqualTo("load");
  }

  @Test
  void eventsOfOneRunMayComeAtOnce() throws Exception {
    orders();
    List<String> events = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      events.add(event("RUNNING", TIME.plusSeconds(i), named("file", "/" + i), ""));
    }
    List<Future<?>> accepted = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
      events.forEach(each -> accepted.add(threads.submit(() -> reports.accept(ANN, each))));
    }
    for (Future<?> each : accepted) {
      each.get();
    }
    assertThat(index.linksInto(List.of(NODE))).hasSize(20);
  }

  @Test
  void aRunThatFailedMadeNoVersion() {
    orders();
    reports.accept(ANN, event("FAIL", TIME.plusSeconds(9), "", ORDERS));
    assertThat(index.linksFrom(List.of(NODE))).isEmpty();
    assertThat(index.nodes(ADMIN, List.of(NODE)).getFirst().label()).isEqualTo("load (fail)");
  }

  @Test
  void whatACallerCouldNotHaveDoneIsRefused() {
    orders();
    String reads = event("COMPLETE", TIME, ORDERS, "");
    String writes = event("COMPLETE", TIME, "", ORDERS);
    refused(ErrorCode.NOT_FOUND, new Principal("eve", Set.of()), reads, "inputs[0]: there is no");
    refused(ErrorCode.NOT_FOUND, new Principal("eve", Set.of()), writes, "outputs[0]: there is");
    refused(ErrorCode.PERMISSION_DENIED, BOB, writes, "outputs[0]: bob does not own sales/orders");
    String unknown = named("optima://local", "sales/orders@7");
    refused(ErrorCode.NOT_FOUND, ADMIN, event("OTHER", TIME, unknown, ""), "no sales/orders@7");
    refused(
        ErrorCode.INVALID_ARGUMENT,
        ADMIN,
        event("OTHER", TIME, named("optima://local", "Orders"), ""),
        "inputs[0]: dataset 'Orders'");
    assertThat(index.reportKeys()).isEmpty();
    assertThat(archive.keys()).isEmpty();
  }

  private void refused(ErrorCode code, Principal caller, String event, String message) {
    assertThatThrownBy(() -> reports.accept(caller, event))
        .isInstanceOfSatisfying(
            OptimaException.class,
            e -> {
              assertThat(e.code()).isEqualTo(code);
              assertThat(e.text()).contains(message);
            });
  }

  @Test
  void repairBuildsTheGraphAgainFromTheArchive() {
    orders();
    reports.accept(ANN, Samples.read("airflow-complete"));
    reports.accept(BOB, Samples.read("dbt-job"));
    Graph before = graph("sales/orders", "");
    index.forgetReports();
    assertThat(ids(graph("sales/orders", ""))).containsExactly("sales/orders@1");
    answers.repair(new Repair(ADMIN, "", 100));
    assertThat(graph("sales/orders", "")).isEqualTo(before);
    assertThat(before.nodes()).hasSize(3);
  }

  @Test
  void aSweepTakesInWhatIsOnlyArchived() {
    orders();
    String event = Samples.read("airflow-complete");
    archive.keep(new EventReader().read(event).key(), new Sent("ann", event));
    reports.catchUp();
    assertThat(ids(graph("sales/orders", ""))).hasSize(3);
  }

  @Test
  void ownRunsThatComeBackAddNothing() {
    orders();
    reports.accept(ADMIN, event("COMPLETE", TIME, "", "").replace("\"etl\"", "\"optima://local\""));
    assertThat(index.nodes(ADMIN, List.of(NODE))).isEmpty();
  }

  @Test
  void versionsAndEndsOfRunsAreEmittedOnceAndInOrder() {
    orders();
    log.create("a/out", settings("ann", ""));
    index.apply(log.all("a/out"));
    RunChanged run = log.run("r1", List.of(log.input("sales/orders", 1)), "a/out");
    index.record(AuditTrail.of(run));
    index.record(AuditTrail.of(run));
    index.add(Parts.of(run));
    index.rebuild(name("sales/orders"), log.all("sales/orders"));
    List<Emitted> emitted = index.emitted(ADMIN, 0, 10);
    assertThat(emitted)
        .extracting(Emitted::key)
        .containsExactly("sales/orders#2", "run:r1#succeeded");
    assertThat(index.emitted(ADMIN, emitted.getFirst().position(), 10)).hasSize(1);
    assertThat(index.emitted(BOB, 0, 10)).isEmpty();
    assertThat(index.delivered("x")).isZero();
    index.delivered("x", 1);
    index.delivered("x", 2);
    assertThat(index.delivered("x")).isEqualTo(2);
  }

  private static final class Unheard implements Follower.News {
    @Override
    public void learned(LogEntry entry) {}

    @Override
    public void learned(RunChanged change) {}
  }
}
