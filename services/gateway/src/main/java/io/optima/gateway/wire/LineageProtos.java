package io.optima.gateway.wire;

import io.optima.model.lineage.Graph;
import io.optima.model.lineage.LineageQueries;
import io.optima.v1.AuditRecord;
import io.optima.v1.ColumnEdge;
import io.optima.v1.Direction;
import io.optima.v1.Lineage;
import io.optima.v1.LineageEdge;
import io.optima.v1.LineageNode;
import io.optima.v1.SearchHit;

/** Lineage, search and audit between the model and protobuf. */
public final class LineageProtos {
  private LineageProtos() {}

  public static Lineage lineage(Graph graph) {
    return Lineage.newBuilder()
        .addAllNodes(graph.nodes().stream().map(LineageProtos::node).toList())
        .addAllEdges(graph.edges().stream().map(LineageProtos::edge).toList())
        .build();
  }

  private static LineageNode node(Graph.Node node) {
    return LineageNode.newBuilder()
        .setId(node.id())
        .setType(node.type().name())
        .setLabel(node.label())
        .setContentId(node.content())
        .build();
  }

  private static LineageEdge edge(Graph.Edge edge) {
    return LineageEdge.newBuilder()
        .setFrom(edge.from())
        .setTo(edge.to())
        .addAllColumns(edge.columns().stream().map(LineageProtos::column).toList())
        .build();
  }

  private static ColumnEdge column(Graph.ColumnEdge edge) {
    return ColumnEdge.newBuilder().setFrom(edge.from()).setTo(edge.to()).setVia(edge.via()).build();
  }

  public static SearchHit hit(io.optima.model.lineage.SearchHit hit) {
    return SearchHit.newBuilder()
        .setDataset(DatasetProtos.dataset(hit.head()))
        .setSnippet(hit.snippet())
        .build();
  }

  public static AuditRecord audit(io.optima.model.lineage.AuditRecord record) {
    return AuditRecord.newBuilder()
        .setTime(DatasetProtos.timestamp(record.time()))
        .setPrincipal(record.principal())
        .setAction(record.action())
        .setSubject(record.subject())
        .setDetail(record.detail())
        .setTraceId(record.trace())
        .build();
  }

  public static LineageQueries.Direction direction(Direction direction) {
    return switch (direction) {
      case DIRECTION_UPSTREAM -> LineageQueries.Direction.UPSTREAM;
      case DIRECTION_DOWNSTREAM -> LineageQueries.Direction.DOWNSTREAM;
      case DIRECTION_BOTH, DIRECTION_UNSPECIFIED, UNRECOGNIZED -> LineageQueries.Direction.BOTH;
    };
  }
}
