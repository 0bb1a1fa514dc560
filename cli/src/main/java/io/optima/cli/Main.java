package io.optima.cli;

import io.optima.cli.dataset.Create;
import io.optima.cli.dataset.Describe;
import io.optima.cli.dataset.Drop;
import io.optima.cli.dataset.Get;
import io.optima.cli.dataset.Label;
import io.optima.cli.dataset.ListDatasets;
import io.optima.cli.dataset.Publish;
import io.optima.cli.dataset.Sql;
import io.optima.cli.dataset.Undrop;
import io.optima.cli.dataset.Update;
import io.optima.cli.dataset.Verify;
import io.optima.cli.dataset.Versions;
import io.optima.cli.dataset.WatchDatasets;
import io.optima.cli.lineage.Audit;
import io.optima.cli.lineage.Search;
import io.optima.cli.lineage.ShowLineage;
import io.optima.cli.operate.CollectGarbage;
import io.optima.cli.operate.Down;
import io.optima.cli.operate.Repair;
import io.optima.cli.operate.Status;
import io.optima.cli.operate.TokenCommands;
import io.optima.cli.operate.Up;
import io.optima.cli.transform.Apply;
import io.optima.cli.transform.CancelRun;
import io.optima.cli.transform.ListRuns;
import io.optima.cli.transform.ListTransformations;
import io.optima.cli.transform.StartRun;
import io.optima.model.OptimaException;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IExecutionExceptionHandler;

/** Entry of the command line program. Ends with 0, 1 for a failure, 2 for wrong usage. */
@Command(
    name = "optima",
    description = "Datasets that can be named, verified, queried, transformed and traced.",
    mixinStandardHelpOptions = true,
    version = "optima 0.1.0",
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "",
      "The script alone knows: build, test [--long], bench, demo [--stay].",
      "Exit codes: 0 done, 1 failed, 2 wrongly used."
    },
    subcommands = {
      Up.class,
      Down.class,
      Status.class,
      Create.class,
      Publish.class,
      Get.class,
      ListDatasets.class,
      Describe.class,
      Versions.class,
      Update.class,
      Label.class,
      Drop.class,
      Undrop.class,
      Sql.class,
      Verify.class,
      WatchDatasets.class,
      Apply.class,
      StartRun.class,
      ListRuns.class,
      CancelRun.class,
      ListTransformations.class,
      ShowLineage.class,
      Search.class,
      Audit.class,
      CollectGarbage.class,
      Repair.class,
      TokenCommands.class,
      Completion.class
    })
public final class Main {
  private Main() {}

  public static void main(String[] arguments) {
    System.exit(commandLine().execute(arguments));
  }

  static CommandLine commandLine() {
    return Converters.register(new CommandLine(new Main()))
        .setExecutionExceptionHandler(errors())
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setUsageHelpAutoWidth(true)
        .setOut(utf8(System.out))
        .setErr(utf8(System.err));
  }

  private static PrintWriter utf8(PrintStream stream) {
    return new PrintWriter(new OutputStreamWriter(stream, StandardCharsets.UTF_8), true);
  }

  /** One line that says what is wrong; a stack trace helps nobody who types commands. */
  private static IExecutionExceptionHandler errors() {
    return (error, command, result) -> {
      command.getOut().flush();
      command.getErr().println(command.getColorScheme().errorText("optima: " + message(error)));
      return CommandLine.ExitCode.SOFTWARE;
    };
  }

  private static String message(Exception error) {
    if (error instanceof OptimaException optima) {
      return optima.text();
    }
    String message = error.getMessage();
    if (error instanceof NoSuchFileException) {
      return "there is no file " + message;
    }
    return message == null ? error.getClass().getSimpleName() : message;
  }
}
