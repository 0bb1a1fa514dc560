package io.optima.cli;

import io.optima.cli.operate.Down;
import io.optima.cli.operate.Status;
import io.optima.cli.operate.Up;
import io.optima.model.OptimaException;
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
    subcommands = {Up.class, Down.class, Status.class})
public final class Main {
  private Main() {}

  public static void main(String[] arguments) {
    System.exit(commandLine().execute(arguments));
  }

  static CommandLine commandLine() {
    return new CommandLine(new Main())
        .setExecutionExceptionHandler(errors())
        .setCaseInsensitiveEnumValuesAllowed(true);
  }

  /** One line that says what is wrong; a stack trace helps nobody who types commands. */
  private static IExecutionExceptionHandler errors() {
    return (error, command, result) -> {
      command.getErr().println(command.getColorScheme().errorText("optima: " + message(error)));
      return CommandLine.ExitCode.SOFTWARE;
    };
  }

  private static String message(Exception error) {
    if (error instanceof OptimaException optima) {
      return optima.text();
    }
    String message = error.getMessage();
    return message == null ? error.getClass().getSimpleName() : message;
  }
}
