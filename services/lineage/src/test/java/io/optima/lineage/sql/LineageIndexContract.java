package io.optima.lineage.sql;

import static io.optima.lineage.Histories.name;
import static io.optima.lineage.Histories.settings;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.optima.lineage.AuditTrail;
import io.optima.lineage.Histories;
import io.optima.lineage.LineageIndex;
import io.optima.lineage.LineageReads.AuditFilter;
import io.optima.lineage.LineageReads.Filter;
import io.optima.lineage.LineageReads.Learned;
import io.optima.lineage.LineageReads.Position;
import io.optima.lineage.LineageReads.Recorded;
import io.optima.lineage.Part;
import io.optima.lineage.Parts;
import io.optima.model.Events.Audited;
import io.optima.model.Principal;
import io.optima.model.dataset.LogEntry;
import io.optima.model.dataset.Settings;
import io.optima.model.lineage.AuditRecord;
import io.optima.model.lineage.ColumnLineage;
import io.optima.model.lineage.Graph;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every index does, whatever keeps it. */
abstract class LineageIndexContract {
  static final Principal ADMIN = new Principal("root", Set.of(Principal.ADMIN));
  static final Principal ANN = new Principal("ann", Set.of());
  static final Principal BOB = new Principal("bob", Set.of());

  final Histories log = new Histories();
  LineageIndex index;

  /** An empty one. */
  abstract LineageIndex open();

  @BeforeEach
  void openIndex() {
    index = open();
  }

  private void applyAll(String name) {
    index.apply(log.all(name));
  }

  private List<String> listed(Principal caller, Filter filter) {
    return names(index.list(caller, filter, "", 100));
  }

  private static List<String> names(List<LogEntry> found) {
    return found.stream().map(entry -> entry.dataset().toString()).toList();
  }

  @Test
  void entriesAreTakenInOnce() {
    log.create("sales/orders", settings("ann", ""));
    log.publish("sales/orders", "id");
    assertThat(index.apply(log.all("sales/orders"))).hasSize(2);
    assertThat(index.apply(log.all("sales/orders"))).isEmpty();
    assertThat(index.applied(name("sales/orders"))).isEqualTo(2);
    assertThat(index.head(name("sales/orders"))).contains(log.last("sales/orders"));
    assertThat(index.audit(ADMIN, new AuditFilter("", ""), Position.END, 10)).hasSize(2);
    assertThat(index.changes(ADMIN, 0, 10)).hasSize(2);
  }

  @Test
  void aMissingEntryIsRefusedAndLeavesNoTrace() {
    log.create("sales/orders", settings("ann", ""));
    log.publish("sales/orders", "id");
    assertThatThrownBy(() -> index.apply(List.of(log.last("sales/orders"))))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(index.applied(name("sales/orders"))).isZero();
    assertThat(index.lastChange()).isZero();
  }

  @Test
  void entriesOfManyDatasetsAreTakenInAtOnce() {
    log.create("a/one", settings("ann", "first"));
    log.publish("a/one", "x");
    log.create("a/two", settings("ann", "second"));
    applyAll("a/one");
    log.publish("a/one", "y");
    List<LogEntry> mixed = new ArrayList<>(log.all("a/two"));
    mixed.addAll(log.all("a/one"));
    assertThat(index.apply(mixed)).containsExactly(log.last("a/two"), log.last("a/one"));
    assertThat(index.applied(List.of(name("a/one"), name("a/two"), name("a/none"))))
        .isEqualTo(Map.of(name("a/one"), 3L, name("a/two"), 1L));
    assertThat(index.changes(ADMIN, 0, 10)).extracting(Learned::sequence).hasSize(4);
    assertThat(names(index.search(ADMIN, List.of("second"), 10))).containsExactly("a/two");
  }

  @Test
  void aMissingEntryOfOneDatasetKeepsAllOut() {
    log.create("a/one", settings("ann", ""));
    log.create("a/two", settings("ann", ""));
    log.publish("a/two", "x");
    List<LogEntry> gap = List.of(log.last("a/one"), log.last("a/two"));
    assertThatThrownBy(() -> index.apply(gap)).isInstanceOf(IllegalArgumentException.class);
    assertThat(index.names()).isEmpty();
    assertThat(index.lastChange()).isZero();
  }

  @Test
  void manyDatasetsAreLookedUpTogether() {
    for (int i = 0; i < 1200; i++) {
      log.create("a/d" + i, settings("ann", ""));
    }
    index.apply(log.datasets().flatMap(each -> log.entries(each, 0)).toList());
    assertThat(index.applied(log.datasets().toList())).hasSize(1200).containsValue(1L);
  }

  @Test
  void ofRecordsTakenInTogetherThoseThatAreNewAreTold() {
    Audited one = read("a/one");
    Audited two = read("a/two");
    index.record(AuditTrail.of(one));
    AuditTrail.Line fresh = AuditTrail.of(two);
    assertThat(index.record(List.of(AuditTrail.of(one), fresh, fresh))).containsExactly(fresh);
    assertThat(index.audit(ADMIN, new AuditFilter("", ""), Position.END, 10)).hasSize(2);
  }

  private static Audited read(String subject) {
    return new Audited(new AuditRecord(Histories.TIME, "bob", "data.read", subject, "csv", "t1"));
  }

  @Test
  void listsByNameInPages() {
    for (String name : List.of("b/one", "a/two", "a-b/x", "a/one")) {
      log.create(name, settings("ann", ""));
      applyAll(name);
    }
    assertThat(listed(ADMIN, Filter.NONE)).containsExactly("a-b/x", "a/one", "a/two", "b/one");
    assertThat(names(index.list(ADMIN, Filter.NONE, "a/one", 1))).containsExactly("a/two");
    assertThat(listed(ADMIN, new Filter("a", Map.of(), "", List.of(), false)))
        .containsExactly("a/one", "a/two");
  }

  @Test
  void filtersByLabelOwnerAndWords() {
    log.create("a/one", new Settings("ann", "Départs", Map.of("tier", "gold"), Set.of()));
    log.create("a/two", new Settings("bob", "", Map.of("tier", "gold", "x", "y"), Set.of()));
    log.create("a/three", new Settings("bob", "departures", Map.of("tier", "tin"), Set.of()));
    List.of("a/one", "a/two", "a/three").forEach(this::applyAll);
    assertThat(listed(ADMIN, new Filter("", Map.of("tier", "gold"), "", List.of(), false)))
        .containsExactly("a/one", "a/two");
    assertThat(
            listed(ADMIN, new Filter("", Map.of("tier", "gold", "x", "y"), "", List.of(), false)))
        .containsExactly("a/two");
    assertThat(listed(ADMIN, new Filter("", Map.of(), "bob", List.of(), false)))
        .containsExactly("a/three", "a/two");
    assertThat(listed(ADMIN, new Filter("", Map.of(), "", List.of("depart"), false)))
        .containsExactly("a/one", "a/three");
    assertThat(listed(ADMIN, new Filter("", Map.of(), "bob", List.of("depart"), false)))
        .containsExactly("a/three");
  }

  @Test
  void changedLabelsReplaceTheOldOnes() {
    log.create("a/one", new Settings("ann", "old", Map.of("tier", "gold"), Set.of("bob")));
    log.change("a/one", new Settings("ann", "fresh", Map.of("tier", "tin"), Set.of()));
    applyAll("a/one");
    assertThat(listed(ADMIN, new Filter("", Map.of("tier", "gold"), "", List.of(), false)))
        .isEmpty();
    assertThat(index.search(ADMIN, List.of("old"), 10)).isEmpty();
    assertThat(index.search(ADMIN, List.of("fresh"), 10)).hasSize(1);
    assertThat(listed(BOB, Filter.NONE)).isEmpty();
  }

  @Test
  void onlyOwnersReadersAndAdministratorsSeeADataset() {
    log.create("a/anns", settings("ann", "flights"));
    log.create("a/shared", settings("ann", "flights", "bob"));
    log.create("a/open", settings("ann", "flights", "*"));
    List.of("a/anns", "a/shared", "a/open").forEach(this::applyAll);
    Principal eve = new Principal("eve", Set.of());
    assertThat(listed(ADMIN, Filter.NONE)).hasSize(3);
    assertThat(listed(ANN, Filter.NONE)).hasSize(3);
    assertThat(listed(BOB, Filter.NONE)).containsExactly("a/open", "a/shared");
    assertThat(listed(eve, Filter.NONE)).containsExactly("a/open");
    assertThat(names(index.search(BOB, List.of("flights"), 10)))
        .containsExactlyInAnyOrder("a/open", "a/shared");
    assertThat(names(index.list(BOB, Filter.NONE, "", 1))).containsExactly("a/open");
    assertThat(listed(eve, new Filter("", Map.of(), "ann", List.of(), false)))
        .containsExactly("a/open");
    assertThat(index.changes(eve, 0, 10))
        .extracting(Learned::dataset)
        .containsExactly(name("a/open"));
  }

  @Test
  void droppedDatasetsAreListedApart() {
    log.create("a/one", settings("ann", "flights"));
    log.drop("a/one");
    applyAll("a/one");
    assertThat(listed(ANN, Filter.NONE)).isEmpty();
    assertThat(index.search(ANN, List.of("flights"), 10)).isEmpty();
    assertThat(listed(ANN, new Filter("", Map.of(), "", List.of(), true))).containsExactly("a/one");
    log.undrop("a/one");
    applyAll("a/one");
    assertThat(listed(ANN, Filter.NONE)).containsExactly("a/one");
  }

  @Test
  void findsWordsInNamesDescriptionsLabelsAndColumnsBestFirst() {
    log.create("a/delays", settings("ann", "by airport"));
    log.create("a/airports", settings("ann", "where they are"));
    log.create("a/labelled", new Settings("ann", "", Map.of("topic", "airport"), Set.of()));
    log.create("a/columns", settings("ann", ""));
    log.publish("a/columns", "origin_airport");
    log.create("a/other", settings("ann", "nothing of it"));
    List.of("a/delays", "a/airports", "a/labelled", "a/columns", "a/other").forEach(this::applyAll);
    List<String> found = names(index.search(ADMIN, List.of("airport"), 10));
    assertThat(found)
        .containsExactlyInAnyOrder("a/airports", "a/labelled", "a/columns", "a/delays");
    assertThat(found.getFirst()).isEqualTo("a/airports");
    assertThat(names(index.search(ADMIN, List.of("airp", "by"), 10))).containsExactly("a/delays");
    assertThat(index.search(ADMIN, List.of("airport"), 2)).hasSize(2);
  }

  @Test
  void keepsTheGraphThatLogsAndRunsTell() {
    log.create("a/in", settings("ann", "", "bob"));
    log.publish("a/in", "p");
    log.create("a/out", settings("ann", ""));
    var event =
        log.run(
            "r1",
            List.of(log.input("a/in", 1)),
            "a/out",
            new ColumnLineage("x", name("a/in"), "p", "IDENTITY"));
    applyAll("a/in");
    applyAll("a/out");
    assertThat(index.add(Parts.of(event))).isTrue();
    assertThat(index.add(Parts.of(event))).isFalse();
    assertThat(index.linksInto(List.of("a/out@1")))
        .containsExactly(new Part.Link("run:r1", "a/out@1"));
    assertThat(index.linksFrom(List.of("a/in@1")))
        .containsExactly(new Part.Link("a/in@1", "run:r1"));
    var column = new Part.ColumnLink("a/in@1", "run:r1", "p", "x", "IDENTITY");
    assertThat(index.columnsInto(List.of("run:r1"))).containsExactly(column);
    assertThat(index.columnsFrom(List.of("a/in@1"))).containsExactly(column);
    List<String> all = List.of("a/in@1", "run:r1", "a/out@1", "a/none@1");
    assertThat(index.nodes(ADMIN, all)).hasSize(3);
    assertThat(index.nodes(BOB, all)).extracting(Graph.Node::id).containsExactly("a/in@1");
  }

  @Test
  void theAuditTrailIsNewestFirstAndOnlyForThoseConcerned() {
    log.create("a/one", settings("ann", "", "bob"));
    log.publish("a/one", "p");
    log.publish("a/one", "p");
    applyAll("a/one");
    Audited read =
        new Audited(
            new AuditRecord(
                Histories.TIME.plusSeconds(60), "bob", "data.read", "a/one@1", "csv", "t1"));
    assertThat(index.record(AuditTrail.of(read))).isTrue();
    assertThat(index.record(AuditTrail.of(read))).isFalse();

    List<Recorded> all = index.audit(ANN, new AuditFilter("", ""), Position.END, 10);
    assertThat(all)
        .extracting(each -> each.record().action())
        .containsExactly("data.read", "dataset.published", "dataset.published", "dataset.created");
    assertThat(index.audit(ANN, new AuditFilter("", ""), all.get(1).position(), 1))
        .containsExactly(all.get(2));
    assertThat(index.audit(ANN, new AuditFilter("bob", ""), Position.END, 10)).hasSize(1);
    assertThat(index.audit(ANN, new AuditFilter("", "a/one@1"), Position.END, 10)).hasSize(2);
    assertThat(index.audit(ANN, new AuditFilter("", "a/one"), Position.END, 10)).hasSize(4);
    assertThat(index.audit(BOB, new AuditFilter("", ""), Position.END, 10)).hasSize(1);
  }

  @Test
  void rebuildingChangesNothingThatWasRight() {
    log.create("a/in", settings("ann", "words", "bob"));
    log.publish("a/in", "p");
    applyAll("a/in");
    index.rebuild(name("a/in"), log.all("a/in"));
    assertThat(index.head(name("a/in"))).contains(log.last("a/in"));
    assertThat(index.search(BOB, List.of("words"), 10)).hasSize(1);
    assertThat(index.nodes(BOB, List.of("a/in@1"))).hasSize(1);
    assertThat(index.audit(ADMIN, new AuditFilter("", ""), Position.END, 10)).hasSize(2);
  }

  @Test
  void aForgottenDatasetIsGoneButWhatWasDoneIsNot() {
    log.create("a/in", settings("ann", "words"));
    log.publish("a/in", "p");
    applyAll("a/in");
    index.forget(name("a/in"));
    assertThat(index.names()).isEmpty();
    assertThat(index.search(ADMIN, List.of("words"), 10)).isEmpty();
    assertThat(index.nodes(ADMIN, List.of("a/in@1"))).isEmpty();
    assertThat(index.audit(ADMIN, new AuditFilter("", ""), Position.END, 10)).hasSize(2);
  }

  @Test
  void takesAbsurdTexts() {
    String wide = "\u0000'\"%_:?\\ ☃ 𝛑 " + "word ".repeat(1900);
    log.create("a/odd", settings("ann", wide));
    log.publish("a/odd", "c".repeat(1024), "§$%", "'; DROP TABLE dataset; --");
    applyAll("a/odd");
    assertThat(index.head(name("a/odd"))).contains(log.last("a/odd"));
    assertThat(index.search(ADMIN, List.of("word"), 10)).hasSize(1);
    var column = new Part.ColumnLink("s", "t", "c".repeat(1024), "d".repeat(1024), "IDENTITY");
    assertThat(index.add(new Part(List.of(), List.of(), List.of(column)))).isTrue();
    assertThat(index.columnsInto(List.of("t"))).containsExactly(column);
  }
}
