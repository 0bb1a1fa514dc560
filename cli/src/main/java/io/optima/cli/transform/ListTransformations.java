package io.optima.cli.transform;

import io.optima.cli.Remote;
import io.optima.cli.output.Table;
import io.optima.client.OptimaClient;
import io.optima.v1.Step;
import io.optima.v1.Transformation;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code optima transformations}. */
@Command(
    name = "transformations",
    description = "List transformations, or show one with its steps.",
    mixinStandardHelpOptions = true)
public final class ListTransformations extends Remote {
  @Parameters(arity = "0..1", paramLabel = "<name>")
  private String name = "";

  @Override
  protected int run(OptimaClient client) {
    if (!name.isEmpty()) {
      show(client.transformations().get(name));
      return 0;
    }
    Table table = new Table("transformation", "revision", "inputs", "outputs", "author").right(1);
    client.transformations().list().forEach(each -> add(each, table));
    if (!screen.json()) {
      table.print(screen.out());
    }
    return 0;
  }

  private void add(Transformation transformation, Table table) {
    if (screen.json()) {
      screen.json(transformation);
      return;
    }
    table.add(
        transformation.getName(),
        String.valueOf(transformation.getRevision()),
        String.join(", ", transformation.getInputsMap().values()),
        String.join(", ", transformation.getOutputsMap().values()),
        transformation.getAuthor());
  }

  private void show(Transformation transformation) {
    if (screen.json()) {
      screen.json(transformation);
      return;
    }
    screen.line(transformation.getName() + ", revision " + transformation.getRevision());
    if (!transformation.getDescription().isEmpty()) {
      screen.line(transformation.getDescription());
    }
    transformation
        .getInputsMap()
        .forEach((alias, dataset) -> screen.line("  input   " + alias + " = " + dataset));
    transformation
        .getOutputsMap()
        .forEach((table, dataset) -> screen.line("  output  " + table + " → " + dataset));
    transformation
        .getParametersList()
        .forEach(each -> screen.line("  parameter  " + each.getName() + " " + each.getType()));
    transformation.getStepsList().forEach(this::show);
  }

  private void show(Step step) {
    String needs =
        step.getNeedsCount() == 0 ? "" : ", needs " + String.join(", ", step.getNeedsList());
    screen.line("");
    screen.line("step " + step.getName() + " (" + step.getKind() + needs + ")");
    step.getText().stripTrailing().lines().forEach(line -> screen.line("  " + line));
  }
}
