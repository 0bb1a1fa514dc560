package io.optima.lineage;

import io.optima.lineage.Part.ColumnLink;
import io.optima.lineage.Part.Link;
import io.optima.lineage.Report.Column;
import io.optima.lineage.Report.Kind;
import io.optima.lineage.Report.Named;
import io.optima.lineage.Report.State;
import io.optima.model.DatasetRef;
import io.optima.model.lineage.Graph;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What all reports about one subject come to. Those of a run add up, whatever order they came in;
 * of a job or a dataset the latest counts.
 *
 * <p>An own dataset without a version means the one that was there when a run first named it as
 * input, or when it completed for an output: before that it is not known which version a run makes.
 */
final class ReportedParts {
  private static final Comparator<Report> ORDER =
      Comparator.comparing(Report::time).thenComparing(Report::state);

  private final OwnDatasets own;

  ReportedParts(OwnDatasets own) {
    this.own = own;
  }

  /** Nothing for a run or job of this Optima: the logs tell of it already. */
  Part of(List<Report> reports) {
    List<Report> ordered = reports.stream().sorted(ORDER).toList();
    Report last = ordered.getLast();
    if (last.kind() != Kind.DATASET && own.has(last.namespace())) {
      return Part.NOTHING;
    }
    Fold fold = new Fold(last);
    (last.kind() == Kind.RUN ? ordered : List.of(last)).forEach(fold::add);
    return fold.part();
  }

  /** Collects nodes and links of one subject. */
  private final class Fold {
    private final Report last;
    private final Map<String, Graph.Node> nodes = new LinkedHashMap<>();
    private final Map<String, String> inputs = new LinkedHashMap<>();
    private final Set<String> outputs = new LinkedHashSet<>();
    private final Set<ColumnLink> columns = new LinkedHashSet<>();

    Fold(Report last) {
      this.last = last;
      if (last.kind() != Kind.DATASET) {
        nodes.put(last.subject(), external(last.subject(), label(last)));
      }
    }

    void add(Report report) {
      for (Named input : report.inputs()) {
        input(input, report.time());
      }
      for (Named output : report.outputs()) {
        output(report, output)
            .ifPresent(
                node -> {
                  outputs.add(node);
                  output.columns().forEach(column -> column(report, node, column));
                });
      }
    }

    private void input(Named input, Instant time) {
      String key = input.namespace() + "\n" + input.name();
      String versioned = key + "\n" + input.version();
      if (!inputs.containsKey(versioned)) {
        node(input, time)
            .ifPresent(
                node -> {
                  inputs.put(versioned, node);
                  inputs.putIfAbsent(key, node);
                });
      }
    }

    private Optional<String> output(Report report, Named output) {
      boolean pending =
          report.kind() == Kind.RUN
              && report.state() != State.COMPLETE
              && own.has(output.namespace())
              && !OwnDatasets.isPinned(own.reference(output));
      return pending ? Optional.empty() : node(output, report.time());
    }

    private void column(Report report, String output, Column column) {
      String key = column.namespace() + "\n" + column.name();
      if (!inputs.containsKey(key)) {
        input(column.source(), report.time());
      }
      String source = inputs.get(key);
      if (source != null) {
        columns.add(new ColumnLink(source, output, column.from(), column.to(), column.via()));
      }
    }

    private Optional<String> node(Named named, Instant time) {
      if (!own.has(named.namespace())) {
        String id = NodeId.external(named.namespace(), named.name());
        nodes.putIfAbsent(id, external(id, named.name()));
        return Optional.of(id);
      }
      DatasetRef ref = own.reference(named);
      return own.version(ref, time).map(found -> NodeId.version(ref.name(), found.number()));
    }

    Part part() {
      Set<Link> links = new LinkedHashSet<>();
      Set<ColumnLink> found = columns;
      if (last.kind() == Kind.DATASET) {
        columns.forEach(column -> links.add(new Link(column.source(), column.target())));
      } else {
        inputs.values().forEach(input -> links.add(new Link(input, last.subject())));
        outputs.forEach(output -> links.add(new Link(last.subject(), output)));
        if (outputs.size() == 1) {
          found = throughSubject();
        } else {
          // columns of several outputs may have one name: their links lead past the run
          columns.forEach(column -> links.add(new Link(column.source(), column.target())));
        }
      }
      return new Part(List.copyOf(nodes.values()), List.copyOf(links), List.copyOf(found));
    }

    private Set<ColumnLink> throughSubject() {
      Set<ColumnLink> through = new LinkedHashSet<>();
      columns.forEach(
          each ->
              through.add(
                  new ColumnLink(
                      each.source(), last.subject(), each.from(), each.to(), each.via())));
      return through;
    }
  }

  private static Graph.Node external(String id, String label) {
    return new Graph.Node(id, Graph.Type.EXTERNAL, label, "");
  }

  private static String label(Report report) {
    boolean plain = report.kind() != Kind.RUN || report.state() == State.COMPLETE;
    return plain
        ? report.label()
        : report.label() + " (" + report.state().name().toLowerCase(Locale.ROOT) + ")";
  }
}
