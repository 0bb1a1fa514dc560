package io.optima.lineage;

import io.optima.model.lineage.Graph;
import java.util.List;

/** A piece of the graph as one log entry, run or outside event tells it. */
public record Part(List<Graph.Node> nodes, List<Link> links, List<ColumnLink> columns) {
  public static final Part NOTHING = new Part(List.of(), List.of(), List.of());

  public Part {
    nodes = List.copyOf(nodes);
    links = List.copyOf(links);
    columns = List.copyOf(columns);
  }

  /** All of them as one. */
  public static Part of(List<Part> parts) {
    return new Part(
        parts.stream().flatMap(part -> part.nodes().stream()).toList(),
        parts.stream().flatMap(part -> part.links().stream()).toList(),
        parts.stream().flatMap(part -> part.columns().stream()).toList());
  }

  /** Data went from one node to the other. */
  public record Link(String source, String target) {}

  /**
   * A column of the source decides one of the target. Where the target is a run, its column is that
   * of the run's output.
   *
   * @param to empty: all columns, because the source's column decides which rows there are
   * @param via IDENTITY, EXPRESSION or FILTER
   */
  public record ColumnLink(String source, String target, String from, String to, String via) {}
}
