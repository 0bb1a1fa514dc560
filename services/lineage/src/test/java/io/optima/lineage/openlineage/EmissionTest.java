package io.optima.lineage.openlineage;

import static io.optima.lineage.Histories.name;
import static io.optima.lineage.Histories.settings;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.optima.lineage.ArchiveInMemory;
import io.optima.lineage.AuditTrail;
import io.optima.lineage.Follower;
import io.optima.lineage.Histories;
import io.optima.lineage.LineageAnswers;
import io.optima.lineage.Reports;
import io.optima.lineage.sql.SqlLineageIndex;
import io.optima.model.Events.RunChanged;
import io.optima.model.OptimaException;
import io.optima.model.Principal;
import io.optima.model.lineage.ColumnLineage;
import io.optima.model.lineage.LineageQueries.EventPage;
import io.optima.model.lineage.LineageQueries.ListEvents;
import io.optima.store.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** What happens here reaches an endpoint, and another Optima behind that endpoint takes it in. */
class EmissionTest {
  private static final Principal ADMIN = new Principal("root", Set.of(Principal.ADMIN));
  private static final String RUN = "0194cb1f-0000-7b8f-9c2e-5d1f00aa77e1";

  @TempDir Path folder;
  private final Histories log = new Histories();
  private final List<JsonNode> received = new CopyOnWriteArrayList<>();
  private final List<String> keys = new CopyOnWriteArrayList<>();
  private final AtomicInteger failures = new AtomicInteger();
  private SqlLineageIndex index;
  private SqlLineageIndex elsewhere;
  private Reports endpoint;
  private HttpServer server;
  private EventWriter events;

  @BeforeEach
  void start() throws IOException {
    index = SqlLineageIndex.open("jdbc:sqlite:" + folder.resolve("here.db"), "", "");
    elsewhere = SqlLineageIndex.open("jdbc:sqlite:" + folder.resolve("there.db"), "", "");
    events = new EventWriter("optima://here", log, log);
    endpoint =
        new Reports(
            "optima://there", new EventReader(), new ArchiveInMemory(), elsewhere, new Histories());
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/api/v1/lineage", this::receive);
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
    index.close();
    elsewhere.close();
  }

  private void receive(HttpExchange exchange) throws IOException {
    try (exchange) {
      String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      if (failures.getAndDecrement() > 0) {
        exchange.sendResponseHeaders(503, -1);
        return;
      }
      try {
        endpoint.accept(ADMIN, body);
      } catch (OptimaException e) {
        exchange.sendResponseHeaders(400, -1);
        return;
      }
      keys.add(exchange.getRequestHeaders().getFirst("authorization"));
      received.add(Json.mapper().readTree(body));
      exchange.sendResponseHeaders(201, -1);
    }
  }

  private Emitters emitters(@Nullable Path file) {
    URI url = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/api/v1/lineage");
    OpenLineageProperties properties =
        new OpenLineageProperties("optima://here", url, "secret", file);
    return new Emitters(properties, HttpClient.newHttpClient(), index, events);
  }

  private void history() {
    log.create("a/in", settings("ann", ""));
    log.publish("a/in", "p", "q");
    log.create("a/out", settings("ann", ""));
    RunChanged run =
        log.run(
            RUN,
            List.of(log.input("a/in", 1)),
            "a/out",
            new ColumnLineage("x", name("a/in"), "p", "IDENTITY"),
            new ColumnLineage("", name("a/in"), "q", "FILTER"));
    index.apply(log.all("a/in"));
    index.apply(log.all("a/out"));
    index.record(AuditTrail.of(run));
  }

  @Test
  void whatIsEmittedIsTakenInElsewhere() throws Exception {
    failures.set(2);
    Path file = folder.resolve("events.ndjson");
    try (Emitters emitters = emitters(file)) {
      emitters.start();
      history();
      emitters.wake();
      await().until(() -> received.size() == 2);
    }
    JsonNode published = received.get(0);
    assertThat(published.at("/job/name").asString()).isEqualTo("publish a/in");
    assertThat(published.at("/outputs/0/facets/version/datasetVersion").asString()).isEqualTo("1");
    assertThat(published.at("/outputs/0/facets/schema/fields/1/name").asString()).isEqualTo("q");
    JsonNode ended = received.get(1);
    assertThat(ended.at("/eventType").asString()).isEqualTo("COMPLETE");
    assertThat(ended.at("/run/runId").asString()).isEqualTo(RUN);
    assertThat(ended.at("/job/facets/sql/query").asString()).isEqualTo("select 1");
    assertThat(ended.at("/inputs/0/facets/version/datasetVersion").asString()).isEqualTo("1");
    assertThat(ended.at("/outputs/0/outputFacets/outputStatistics/rowCount").asInt()).isEqualTo(10);
    assertThat(keys).containsOnly("Bearer secret");
    assertThat(Files.readAllLines(file)).hasSize(2);

    String node = "external:run:" + RUN;
    assertThat(elsewhere.linksInto(List.of(node)))
        .extracting(link -> link.source())
        .containsExactly("external:optima://here/a/in");
    assertThat(elsewhere.linksFrom(List.of(node)))
        .extracting(link -> link.target())
        .containsExactly("external:optima://here/a/out");
    assertThat(elsewhere.columnsInto(List.of(node)))
        .extracting(column -> column.from() + ">" + column.to() + " " + column.via())
        .containsExactly("p>x IDENTITY", "q> FILTER");
  }

  @Test
  void eventsAreReadInPages() {
    history();
    Follower follower = new Follower(log, log, index, new Silent());
    LineageAnswers answers = new LineageAnswers(index, log, follower, endpoint, events);
    EventPage first = answers.events(new ListEvents(ADMIN, 1, ""));
    EventPage second = answers.events(new ListEvents(ADMIN, 10, first.next()));
    assertThat(first.events()).singleElement().asString().contains("publish a/in");
    assertThat(second.events()).singleElement().asString().contains(RUN);
    assertThat(answers.events(new ListEvents(ADMIN, 10, second.next())).events()).isEmpty();
  }

  @Test
  void aRestartGoesOnWhereItWas() throws Exception {
    try (Emitters emitters = emitters(null)) {
      history();
      emitters.start();
      await().until(() -> received.size() == 2);
      await().until(() -> index.emitted(ADMIN, delivered(), 10).isEmpty());
    }
    try (Emitters emitters = emitters(null)) {
      log.publish("a/in", "p");
      index.apply(log.all("a/in"));
      emitters.start();
      await().until(() -> received.size() >= 3);
    }
    assertThat(received).hasSize(3);
    assertThat(received.get(2).at("/outputs/0/facets/version/datasetVersion").asString())
        .isEqualTo("2");
  }

  private long delivered() {
    return index.delivered("http://127.0.0.1:" + server.getAddress().getPort() + "/api/v1/lineage");
  }

  private static final class Silent implements Follower.News {
    @Override
    public void learned(io.optima.model.dataset.LogEntry entry) {}

    @Override
    public void learned(RunChanged change) {}
  }
}
