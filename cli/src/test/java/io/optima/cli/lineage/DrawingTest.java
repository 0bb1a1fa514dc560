package io.optima.cli.lineage;

import static org.assertj.core.api.Assertions.assertThat;

import io.optima.v1.ColumnEdge;
import io.optima.v1.Lineage;
import io.optima.v1.LineageEdge;
import io.optima.v1.LineageNode;
import org.junit.jupiter.api.Test;

class DrawingTest {
  private static Lineage graph() {
    Lineage.Builder graph = Lineage.newBuilder();
    for (String id : new String[] {"a/in@1", "a/other@2", "run:7", "a/out@1", "a/out@10"}) {
      graph.addNodes(LineageNode.newBuilder().setId(id));
    }
    graph.addEdges(
        LineageEdge.newBuilder()
            .setFrom("a/in@1")
            .setTo("run:7")
            .addColumns(ColumnEdge.newBuilder().setFrom("x").setTo("y").setVia("EXPRESSION")));
    graph.addEdges(LineageEdge.newBuilder().setFrom("a/other@2").setTo("run:7"));
    graph.addEdges(LineageEdge.newBuilder().setFrom("run:7").setTo("a/out@10"));
    return graph.build();
  }

  @Test
  void drawsWhatItWasMadeFrom() {
    Drawing drawing = new Drawing(graph(), true);

    assertThat(drawing.upstream("a/out@10"))
        .containsExactly(
            "  a/out@10",
            "  └─ run 7",
            "     ├─ a/in@1",
            "     │  · x → y (expression)",
            "     └─ a/other@2");
  }

  @Test
  void drawsWhatWentIntoIt() {
    assertThat(new Drawing(graph(), true).downstream("a/in@1"))
        .containsExactly("  a/in@1", "  └─ run 7", "     · x → y (expression)", "     └─ a/out@10");
  }

  @Test
  void marksWhatOthersReported() {
    Lineage reported =
        Lineage.newBuilder()
            .addNodes(LineageNode.newBuilder().setId("a/in@1"))
            .addNodes(LineageNode.newBuilder().setId("external:run:7").setLabel("etl.load"))
            .addNodes(LineageNode.newBuilder().setId("external:s3://b/t").setLabel("t"))
            .addEdges(LineageEdge.newBuilder().setFrom("a/in@1").setTo("external:run:7"))
            .addEdges(LineageEdge.newBuilder().setFrom("external:run:7").setTo("external:s3://b/t"))
            .build();
    assertThat(new Drawing(reported, true).downstream("a/in@1"))
        .containsExactly(
            "  a/in@1", "  └─ external run 7  etl.load", "     └─ external s3://b/t  t");
  }

  @Test
  void aDatasetMeansItsNewestVersion() {
    assertThat(new Drawing(graph(), true).start("a/out")).isEqualTo("a/out@10");
  }
}
