package io.optima.cli.lineage;

import io.optima.cli.Remote;
import io.optima.client.OptimaClient;
import io.optima.model.DatasetRef;
import io.optima.v1.Direction;
import io.optima.v1.GetLineageRequest;
import io.optima.v1.Lineage;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code optima lineage}. */
@Command(
    name = "lineage",
    description = "Draw what a version was made from, and what was made from it.",
    mixinStandardHelpOptions = true)
@SuppressWarnings("NullAway.Init") // picocli fills required parameters
public final class ShowLineage extends Remote {
  @Parameters(paramLabel = "<group/name[@version]>")
  private DatasetRef reference;

  @Option(names = "--up", description = "Only what it was made from.")
  private boolean up;

  @Option(names = "--down", description = "Only what was made from it.")
  private boolean down;

  @Option(names = "--depth", paramLabel = "<steps>", description = "Default: 10.")
  private int depth;

  @Option(
      names = "--column",
      paramLabel = "<name>",
      description = "Only what this column came from or went to.")
  private String column = "";

  @Option(names = "--columns", description = "Draw which column came from which, too.")
  private boolean columns;

  @Override
  protected int run(OptimaClient client) {
    GetLineageRequest request =
        GetLineageRequest.newBuilder()
            .setReference(reference.toString())
            .setDirection(direction())
            .setDepth(depth)
            .setColumn(column)
            .build();
    Lineage graph = client.lineage().graph(request);
    if (screen.json()) {
      screen.json(graph);
    } else {
      draw(graph);
    }
    return 0;
  }

  private void draw(Lineage graph) {
    Drawing drawing = new Drawing(graph, columns || !column.isEmpty());
    String start = drawing.start(reference.toString());
    if (!down || up) {
      screen.line("made from");
      drawing.upstream(start).forEach(screen::line);
    }
    if (!up || down) {
      screen.line("went into");
      drawing.downstream(start).forEach(screen::line);
    }
  }

  private Direction direction() {
    if (up == down) {
      return Direction.DIRECTION_BOTH;
    }
    return up ? Direction.DIRECTION_UPSTREAM : Direction.DIRECTION_DOWNSTREAM;
  }
}
