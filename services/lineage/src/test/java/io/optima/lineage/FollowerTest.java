package io.optima.lineage;

import static io.optima.lineage.Histories.name;
import static io.optima.lineage.Histories.settings;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.optima.lineage.LineageReads.AuditFilter;
import io.optima.lineage.LineageReads.Position;
import io.optima.lineage.openlineage.EventReader;
import io.optima.lineage.sql.SqlLineageIndex;
import io.optima.model.DatasetRef;
import io.optima.model.Events.DatasetChanged;
import io.optima.model.Events.RunChanged;
import io.optima.model.Principal;
import io.optima.model.dataset.LogEntry;
import io.optima.model.lineage.ColumnLineage;
import io.optima.model.lineage.Graph;
import io.optima.model.lineage.LineageQueries.Direction;
import io.optima.model.lineage.LineageQueries.ListChanges;
import io.optima.model.lineage.LineageQueries.Seen;
import io.optima.model.lineage.LineageQueries.Walk;
import io.optima.model.operations.OperationQueries.Repair;
import io.optima.model.operations.OperationQueries.Repaired;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FollowerTest {
  private static final Principal ADMIN = new Principal("root", Set.of(Principal.ADMIN));

  private static final List<String> NAMES = List.of("a/one", "a/two", "b/three");

  @TempDir Path folder;
  private final Histories log = new Histories();
  private final List<LogEntry> learned = new ArrayList<>();
  private final List<RunChanged> learnedRuns = new ArrayList<>();
  private SqlLineageIndex index;
  private ChangeFeed feed;
  private Follower follower;
  private LineageAnswers answers;

  @BeforeEach
  void open() {
    index = SqlLineageIndex.open("jdbc:sqlite:" + folder.resolve("index.db"), "", "");
    feed = new ChangeFeed(index, log);
    follower =
        new Follower(
            log,
            log,
            index,
            new Follower.News() {
              @Override
              public void learned(LogEntry entry) {
                learned.add(entry);
                feed.learned();
              }

              @Override
              public void learned(RunChanged change) {
                learnedRuns.add(change);
              }
            });
    Reports reports =
        new Reports("optima://local", new EventReader(), new ArchiveInMemory(), index, log);
    answers = new LineageAnswers(index, log, follower, reports, _ -> Optional.empty());
  }

  @AfterEach
  void close() {
    index.close();
  }

  /** Some events are lost, some come twice, all come in any order: the log is read where needed. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void lostDoubledAndDisorderedEventsComeToTheSame(long seed) {
    Random random = new Random(seed);
    List<DatasetChanged> events = new ArrayList<>();
    for (String name : NAMES) {
      log.create(name, settings("ann", ""));
      for (int i = 0; i < 20; i++) {
        log.publish(name, "x");
      }
      log.all(name).forEach(entry -> deliver(entry, random, events));
      events.add(new DatasetChanged(log.last(name)));
    }
    Collections.shuffle(events, random);

    for (List<DatasetChanged> rest = events; !rest.isEmpty(); ) {
      int together = Math.min(1 + random.nextInt(10), rest.size());
      follower.datasets(rest.subList(0, together));
      rest = rest.subList(together, rest.size());
    }

    for (String each : NAMES) {
      assertThat(index.head(name(each))).as("seed " + seed).contains(log.last(each));
    }
    assertThat(learned).doesNotHaveDuplicates().hasSize(63);
    assertThat(index.audit(ADMIN, new AuditFilter("", ""), Position.END, 100)).hasSize(63);
    List<String> versions = new ArrayList<>();
    for (int i = 1; i <= 20; i++) {
      versions.add("a/two@" + i);
    }
    assertThat(index.nodes(ADMIN, versions)).hasSize(20);
  }

  private static void deliver(LogEntry entry, Random random, List<DatasetChanged> events) {
    for (int times = random.nextInt(3); times > 0; times--) {
      events.add(new DatasetChanged(entry));
    }
  }

  @Test
  void aGatewaysOwnChangesAreReadBeforeItIsAnswered() {
    log.create("a/one", settings("ann", ""));
    follower.reach(List.of(new Seen(name("a/one"), 1)));
    assertThat(index.applied(name("a/one"))).isEqualTo(1);
  }

  @Test
  void oneDamagedLogKeepsNoOtherOut() {
    for (int i = 0; i < 250; i++) {
      log.create("a/d" + i, settings("ann", ""));
    }
    List<Seen> seen = log.datasets().map(each -> new Seen(each, 1)).toList();
    log.damage("a/d7");
    follower.reach(seen);
    assertThat(index.names()).hasSize(249).doesNotContain(name("a/d7"));
    log.create("a/later", settings("ann", ""));
    assertThatThrownBy(follower::catchUp).hasMessageContaining("a/d7 is damaged");
    assertThat(index.names()).contains(name("a/later"));
  }

  @Test
  void oneEventThatCannotBeTakenInKeepsNoOtherOut() {
    log.create("a/one", settings("ann", ""));
    log.create("a/two", settings("ann", ""));
    log.publish("a/two", "x");
    log.damage("a/two");
    List<DatasetChanged> events =
        List.of(new DatasetChanged(log.last("a/two")), new DatasetChanged(log.last("a/one")));
    assertThatThrownBy(() -> follower.datasets(events)).hasMessageContaining("a/two is damaged");
    assertThat(index.names()).containsExactly(name("a/one"));
  }

  @Test
  void runsThatComeTwiceAreToldOnce() {
    flights();
    List<RunChanged> runs = log.runs().toList();
    follower.runs(List.of(runs.getFirst(), runs.getFirst()));
    follower.runs(runs);
    assertThat(learnedRuns).hasSize(1);
  }

  @Test
  void catchesUpFromTheStoreAlone() {
    flights();
    follower.catchUp();
    Graph graph = walk("flights/delays", Direction.UPSTREAM, "");
    assertThat(graph.nodes())
        .extracting(Graph.Node::id)
        .containsExactlyInAnyOrder(
            "flights/delays@1", "run:r1", "flights/raw@1", "flights/ports@1");
    assertThat(graph.edges())
        .extracting(edge -> edge.from() + ">" + edge.to() + edge.columns().size())
        .containsExactlyInAnyOrder(
            "run:r1>flights/delays@10", "flights/raw@1>run:r12", "flights/ports@1>run:r11");
  }

  @Test
  void followsOneColumnUpAndDown() {
    flights();
    follower.catchUp();
    assertThat(walk("flights/delays", Direction.UPSTREAM, "y").nodes())
        .extracting(Graph.Node::id)
        .containsExactlyInAnyOrder(
            "flights/delays@1", "run:r1", "flights/ports@1", "flights/raw@1");
    assertThat(walk("flights/delays", Direction.UPSTREAM, "x").edges())
        .extracting(edge -> edge.from() + " " + edge.columns())
        .containsExactlyInAnyOrder(
            "run:r1 []",
            "flights/raw@1 [ColumnEdge[from=delay, to=, via=FILTER],"
                + " ColumnEdge[from=origin, to=x, via=IDENTITY]]");
    assertThat(walk("flights/ports", Direction.DOWNSTREAM, "code").nodes())
        .extracting(Graph.Node::id)
        .containsExactlyInAnyOrder("flights/ports@1", "run:r1", "flights/delays@1");
    assertThat(walk("flights/raw", Direction.DOWNSTREAM, "unused").nodes()).hasSize(1);
  }

  @Test
  void depthLimitsTheWalkAndRunsDoNotCount() {
    log.create("c/n0", settings("ann", ""));
    log.publish("c/n0", "x", "y");
    for (int i = 1; i <= 5; i++) {
      log.create("c/n" + i, settings("ann", ""));
      log.run("r" + i, List.of(log.input("c/n" + (i - 1), 1)), "c/n" + i);
    }
    follower.catchUp();
    Walk walk = new Walk(ADMIN, DatasetRef.parse("c/n2"), Direction.BOTH, 1, "", List.of());
    assertThat(answers.graph(walk).nodes())
        .extracting(Graph.Node::id)
        .containsExactlyInAnyOrder("c/n2@1", "run:r2", "c/n1@1", "run:r3", "c/n3@1");
  }

  @Test
  void repairRebuildsFromTheStoreAndSaysWhatWasWrong() {
    flights();
    follower.catchUp();
    log.publish("flights/raw", "origin");
    log.lose("flights/ports");
    Repaired first = answers.repair(new Repair(ADMIN, "", 2));
    Repaired second = answers.repair(new Repair(ADMIN, first.next(), 2));
    assertThat(first.total()).isEqualTo(3);
    assertThat(first.findings())
        .containsExactly("flights/ports: the index knew it, the store does not");
    assertThat(second.findings())
        .containsExactly("flights/raw: the index was at entry 2, the log is at 3");
    assertThat(second.next()).isEmpty();
    assertThat(answers.repair(new Repair(ADMIN, "", 10)).findings()).isEmpty();
    assertThat(walk("flights/delays", Direction.UPSTREAM, "").nodes()).hasSize(3);
  }

  @Test
  void changesAreToldInOrderAndOnce() throws InterruptedException {
    String start = feed.next(new ListChanges(ADMIN, "", 10, 0)).next();
    log.create("a/one", settings("ann", ""));
    log.publish("a/one", "x");
    follower.catchUp();
    var page = feed.next(new ListChanges(ADMIN, start, 1, 1000));
    assertThat(page.entries()).containsExactly(log.all("a/one").getFirst());
    var rest = feed.next(new ListChanges(ADMIN, page.next(), 10, 1000));
    assertThat(rest.entries()).containsExactly(log.last("a/one"));
    assertThat(feed.next(new ListChanges(ADMIN, rest.next(), 10, 10)).entries()).isEmpty();
  }

  private void flights() {
    log.create("flights/raw", settings("ann", ""));
    log.publish("flights/raw", "origin", "delay", "unused");
    log.create("flights/ports", settings("ann", ""));
    log.publish("flights/ports", "code");
    log.create("flights/delays", settings("ann", ""));
    log.run(
        "r1",
        List.of(log.input("flights/raw", 1), log.input("flights/ports", 1)),
        "flights/delays",
        new ColumnLineage("x", name("flights/raw"), "origin", "IDENTITY"),
        new ColumnLineage("", name("flights/raw"), "delay", "FILTER"),
        new ColumnLineage("y", name("flights/ports"), "code", "EXPRESSION"));
  }

  private Graph walk(String start, Direction direction, String column) {
    return answers.graph(new Walk(ADMIN, DatasetRef.parse(start), direction, 0, column, List.of()));
  }
}
