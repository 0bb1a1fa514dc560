package io.optima.lineage;

import io.optima.lineage.Part.ColumnLink;
import io.optima.lineage.Part.Link;
import io.optima.model.Events.RunChanged;
import io.optima.model.dataset.Input;
import io.optima.model.dataset.LogEntry;
import io.optima.model.dataset.Origin;
import io.optima.model.dataset.Version;
import io.optima.model.lineage.ColumnLineage;
import io.optima.model.lineage.Graph;
import io.optima.model.transform.Run;
import io.optima.model.transform.RunState;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * What log entries and runs mean for the graph: versions and links from the log, columns from runs.
 */
public final class Parts {
  private Parts() {}

  /** The version that the entry made, the run that made it and the versions it was made from. */
  public static Part of(LogEntry entry) {
    Version version = entry.latest();
    if (entry.change() != LogEntry.Change.PUBLISHED || version == null) {
      return Part.NOTHING;
    }
    String id = NodeId.version(entry.dataset(), version.number());
    List<Graph.Node> nodes = new ArrayList<>();
    nodes.add(new Graph.Node(id, Graph.Type.VERSION, id, version.content().toString()));
    List<Link> links = new ArrayList<>();
    String maker = id;
    Origin origin = version.origin();
    if (origin != null) {
      maker = NodeId.run(origin.run());
      nodes.add(new Graph.Node(maker, Graph.Type.RUN, label(origin), ""));
      links.add(new Link(maker, id));
    }
    for (Input input : version.inputs()) {
      links.add(new Link(NodeId.version(input), maker));
    }
    return new Part(nodes, links, List.of());
  }

  private static String label(Origin origin) {
    return origin.transformation() + " r" + origin.revision();
  }

  /** The column lineage of a run that made a version. */
  public static Part of(RunChanged change) {
    Run run = change.run();
    if (run.state() != RunState.SUCCEEDED || run.alreadyComputed()) {
      return Part.NOTHING;
    }
    List<ColumnLink> columns = new ArrayList<>();
    for (Input input : Set.copyOf(run.inputs().values())) {
      change.columns().values().stream()
          .flatMap(List::stream)
          .filter(column -> column.input().equals(input.dataset()))
          .map(column -> link(input, run, column))
          .distinct()
          .forEach(columns::add);
    }
    return new Part(List.of(), List.of(), columns);
  }

  private static ColumnLink link(Input input, Run run, ColumnLineage column) {
    return new ColumnLink(
        NodeId.version(input),
        NodeId.run(run.id()),
        column.column(),
        column.output(),
        column.via());
  }
}
