package io.optima.model.lineage;

import java.util.List;

/** A part of the lineage graph: what was made from what, by which run. */
public record Graph(List<Node> nodes, List<Edge> edges) {
  public Graph {
    nodes = List.copyOf(nodes);
    edges = List.copyOf(edges);
  }

  /**
   * A dataset version, a run, or what others reported in OpenLineage events.
   *
   * @param id {@code group/name@3} for versions, {@code run:<id>} for runs; of others {@code
   *     external:<namespace>/<name>} for datasets, {@code external:run:<id>} and {@code
   *     external:job:<namespace>/<name>}
   * @param label what a person reads
   */
  public record Node(String id, Type type, String label, String content) {}

  /** Kinds of nodes. */
  public enum Type {
    VERSION,
    RUN,
    /** Known only from OpenLineage events of others. */
    EXTERNAL
  }

  /**
   * Data went from one node to the other.
   *
   * @param columns which column came from which; empty when only the datasets are known
   */
  public record Edge(String from, String to, List<ColumnEdge> columns) {
    public Edge {
      columns = List.copyOf(columns);
    }
  }

  /**
   * A column that another was computed from; {@code via} says how: IDENTITY, EXPRESSION, FILTER.
   */
  public record ColumnEdge(String from, String to, String via) {}
}
