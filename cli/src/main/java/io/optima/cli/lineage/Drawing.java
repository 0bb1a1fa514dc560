package io.optima.cli.lineage;

import io.optima.cli.output.Amounts;
import io.optima.v1.ColumnEdge;
import io.optima.v1.Lineage;
import io.optima.v1.LineageEdge;
import io.optima.v1.LineageNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** A lineage graph as two trees; what was drawn once is not drawn again below another branch. */
final class Drawing {
  private final Map<String, LineageNode> nodes = new LinkedHashMap<>();
  private final List<LineageEdge> edges;
  private final boolean columns;

  /**
   * @param columns draw which column came from which, too
   */
  Drawing(Lineage graph, boolean columns) {
    this.columns = columns;
    graph.getNodesList().forEach(node -> nodes.put(node.getId(), node));
    edges = graph.getEdgesList();
  }

  /** The node that the reference means: itself, or the newest version of the dataset. */
  String start(String reference) {
    if (nodes.containsKey(reference)) {
      return reference;
    }
    String name =
        reference.contains("@") ? reference.substring(0, reference.indexOf('@')) : reference;
    return nodes.keySet().stream()
        .filter(id -> id.startsWith(name + "@"))
        .max(java.util.Comparator.comparingLong(Drawing::version))
        .orElse(reference);
  }

  List<String> upstream(String start) {
    return tree(start, edge -> edge.getTo(), edge -> edge.getFrom());
  }

  List<String> downstream(String start) {
    return tree(start, edge -> edge.getFrom(), edge -> edge.getTo());
  }

  private List<String> tree(
      String start, Function<LineageEdge, String> near, Function<LineageEdge, String> far) {
    Map<String, List<LineageEdge>> next =
        edges.stream()
            .collect(Collectors.groupingBy(near, LinkedHashMap::new, Collectors.toList()));
    List<String> lines = new ArrayList<>();
    lines.add("  " + label(start));
    new Branches(next, far, lines).draw(start, "  ");
    return lines;
  }

  private final class Branches {
    private final Map<String, List<LineageEdge>> next;
    private final Function<LineageEdge, String> far;
    private final List<String> lines;
    private final Set<String> drawn = new HashSet<>();

    Branches(
        Map<String, List<LineageEdge>> next,
        Function<LineageEdge, String> far,
        List<String> lines) {
      this.next = next;
      this.far = far;
      this.lines = lines;
    }

    void draw(String node, String indent) {
      if (!drawn.add(node)) {
        return;
      }
      List<LineageEdge> branches = next.getOrDefault(node, List.of());
      for (int i = 0; i < branches.size(); i++) {
        boolean last = i + 1 == branches.size();
        LineageEdge edge = branches.get(i);
        String child = far.apply(edge);
        String again = drawn.contains(child) && next.containsKey(child) ? " (see above)" : "";
        lines.add(indent + (last ? "└─ " : "├─ ") + label(child) + again);
        String deeper = indent + (last ? "   " : "│  ");
        if (columns) {
          edge.getColumnsList().forEach(column -> lines.add(deeper + "· " + columns(column)));
        }
        draw(child, deeper);
      }
    }
  }

  private String label(String id) {
    LineageNode node = nodes.get(id);
    if (node == null) {
      return id;
    }
    String label =
        node.getLabel().isEmpty() || node.getLabel().equals(id) ? "" : "  " + node.getLabel();
    String content =
        node.getContentId().isEmpty() ? "" : "  " + Amounts.shortId(node.getContentId());
    return named(id) + label + content;
  }

  /** What others reported is marked as theirs. */
  private static String named(String id) {
    return id.replaceFirst("^run:", "run ")
        .replaceFirst("^external:(run|job):", "external $1 ")
        .replaceFirst("^external:", "external ");
  }

  private static String columns(ColumnEdge column) {
    return column.getFrom()
        + " → "
        + (column.getTo().isEmpty() ? "all columns" : column.getTo())
        + (column.getVia().isEmpty()
            ? ""
            : " (" + column.getVia().toLowerCase(java.util.Locale.ROOT) + ")");
  }

  private static long version(String id) {
    try {
      return Long.parseLong(id.substring(id.indexOf('@') + 1));
    } catch (NumberFormatException e) {
      return 0;
    }
  }
}
