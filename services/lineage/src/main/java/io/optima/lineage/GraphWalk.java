package io.optima.lineage;

import io.optima.lineage.Part.ColumnLink;
import io.optima.lineage.Part.Link;
import io.optima.model.ErrorCode;
import io.optima.model.OptimaException;
import io.optima.model.Principal;
import io.optima.model.lineage.Graph;
import io.optima.model.lineage.Graph.ColumnEdge;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Walks the graph step by step from one version, up or down. A step leads from a version to the
 * versions on the other side of a run; the run between them counts for nothing. What the caller may
 * not see is neither shown nor walked through.
 */
final class GraphWalk {
  static final int MOST_NODES = 10_000;

  private final LineageReads index;
  private final Principal caller;
  private final Map<String, Graph.Node> nodes = new LinkedHashMap<>();
  private final Map<Link, Set<ColumnEdge>> edges = new LinkedHashMap<>();

  GraphWalk(LineageReads index, Principal caller) {
    this.index = index;
    this.caller = caller;
  }

  Graph graph() {
    return new Graph(
        List.copyOf(nodes.values()),
        edges.entrySet().stream()
            .map(
                edge ->
                    new Graph.Edge(
                        edge.getKey().source(),
                        edge.getKey().target(),
                        List.copyOf(edge.getValue())))
            .toList());
  }

  /** Everything that the start came from or went to. */
  void whole(String start, boolean up, int depth) {
    Set<String> reached = show(List.of(start));
    Set<String> visited = new LinkedHashSet<>(reached);
    for (int step = 0; step < depth && !reached.isEmpty(); step++) {
      Set<String> next = beyond(reached, up);
      Set<String> runs = next.stream().filter(NodeId::isRun).collect(Collectors.toSet());
      next.removeAll(runs);
      runs.removeAll(visited);
      visited.addAll(runs);
      next.addAll(beyond(runs, up));
      next.removeAll(visited);
      visited.addAll(next);
      reached = next;
    }
  }

  /** Adds to the edges that were found which columns they carry. */
  void columns() {
    Set<String> targets = edges.keySet().stream().map(Link::target).collect(Collectors.toSet());
    for (ColumnLink column : index.columnsInto(targets)) {
      Set<ColumnEdge> known = edges.get(new Link(column.source(), column.target()));
      if (known != null) {
        known.add(edge(column));
      }
    }
  }

  /** What one column came from or went to. */
  void column(String start, String column, boolean up, int depth) {
    Set<Place> reached = Set.of(new Place(start, column));
    show(List.of(start));
    Set<Place> visited = new LinkedHashSet<>(reached);
    for (int step = 0; step < depth && !reached.isEmpty(); step++) {
      Set<Place> next = up ? columnsUp(reached) : columnsDown(reached);
      Set<Place> runs =
          next.stream().filter(place -> NodeId.isRun(place.node())).collect(Collectors.toSet());
      next.removeAll(runs);
      next.addAll(up ? columnsUp(runs) : columnsDown(runs));
      next.removeAll(visited);
      visited.addAll(next);
      reached = next;
    }
  }

  private Set<String> beyond(Set<String> from, boolean up) {
    List<Link> links = up ? index.linksInto(from) : index.linksFrom(from);
    Set<String> seen = show(links.stream().map(link -> far(link, up)).toList());
    links.stream()
        .filter(link -> seen.contains(far(link, up)))
        .forEach(link -> edges.computeIfAbsent(link, _ -> new LinkedHashSet<>()));
    return seen;
  }

  private static String far(Link link, boolean up) {
    return up ? link.source() : link.target();
  }

  /** Where the columns of these places come from: one hop. */
  private Set<Place> columnsUp(Set<Place> places) {
    Map<String, Set<String>> wanted = byNode(places);
    List<Hop> hops = new ArrayList<>();
    for (ColumnLink link : index.columnsInto(wanted.keySet())) {
      for (String column : wanted.getOrDefault(link.target(), Set.of())) {
        if (link.to().isEmpty() || link.to().equals(column)) {
          hops.add(new Hop(link, new Place(link.source(), link.from())));
        }
      }
    }
    // a run's output has the columns that the run computed
    for (Link link : index.linksInto(wanted.keySet())) {
      if (NodeId.isRun(link.source())) {
        wanted
            .getOrDefault(link.target(), Set.of())
            .forEach(column -> hops.add(new Hop(link, new Place(link.source(), column))));
      }
    }
    return follow(hops);
  }

  /** Where the columns of these places go: one hop. */
  private Set<Place> columnsDown(Set<Place> places) {
    Map<String, Set<String>> wanted = byNode(places);
    List<Hop> hops = new ArrayList<>();
    for (ColumnLink link : index.columnsFrom(wanted.keySet())) {
      Set<String> columns = wanted.getOrDefault(link.source(), Set.of());
      if (columns.contains(link.from()) || columns.contains("")) {
        hops.add(new Hop(link, new Place(link.target(), link.to())));
      }
    }
    for (Link link : index.linksFrom(wanted.keySet())) {
      if (NodeId.isRun(link.source())) {
        wanted
            .getOrDefault(link.source(), Set.of())
            .forEach(column -> hops.add(new Hop(link, new Place(link.target(), column))));
      }
    }
    return follow(hops);
  }

  private Set<Place> follow(List<Hop> hops) {
    Set<String> seen = show(hops.stream().map(hop -> hop.to().node()).toList());
    Set<Place> reached = new LinkedHashSet<>();
    for (Hop hop : hops) {
      if (seen.contains(hop.to().node())) {
        Set<ColumnEdge> columns = edges.computeIfAbsent(hop.link(), _ -> new LinkedHashSet<>());
        hop.column().ifPresent(columns::add);
        reached.add(hop.to());
      }
    }
    return reached;
  }

  /** Shows those nodes that may be seen, and says which they are. */
  private Set<String> show(Collection<String> ids) {
    Set<String> unknown = new LinkedHashSet<>(ids);
    unknown.removeAll(nodes.keySet());
    index.nodes(caller, unknown).forEach(node -> nodes.put(node.id(), node));
    if (nodes.size() > MOST_NODES) {
      throw OptimaException.of(
          ErrorCode.RESOURCE_EXHAUSTED,
          "this graph has more than %d nodes: ask for less depth or for one column",
          MOST_NODES);
    }
    Set<String> seen = new LinkedHashSet<>(ids);
    seen.retainAll(nodes.keySet());
    return seen;
  }

  private static Map<String, Set<String>> byNode(Set<Place> places) {
    Map<String, Set<String>> columns = new HashMap<>();
    places.forEach(
        place ->
            columns.computeIfAbsent(place.node(), _ -> new LinkedHashSet<>()).add(place.column()));
    return columns;
  }

  private static ColumnEdge edge(ColumnLink link) {
    return new ColumnEdge(link.from(), link.to(), link.via());
  }

  /** A column of a node; empty: all of them. */
  private record Place(String node, String column) {}

  /** A hop over a link, with the columns it is made of if that is known. */
  private record Hop(Link link, Optional<ColumnEdge> column, Place to) {
    Hop(Link link, Place to) {
      this(link, Optional.empty(), to);
    }

    Hop(ColumnLink link, Place to) {
      this(new Link(link.source(), link.target()), Optional.of(edge(link)), to);
    }
  }
}
