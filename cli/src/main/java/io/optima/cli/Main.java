package io.optima.cli;

import io.optima.cli.dataset.Sql;
import io.optima.client.OptimaClient;
import io.optima.model.OptimaException;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.util.List;
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
      "The script alone knows: build, test [--long], bench.",
      "Exit codes: 0 done, 1 failed, 2 wrongly used."
    })
public final class Main {
  private Main() {}

  public static void main(String[] arguments) throws IOException {
    if (arguments.length == 1 && arguments[0].equals(Rehearsal.ARGUMENT)) {
      System.exit(rehearse());
    }
    prepare(arguments);
    System.exit(commandLine(arguments).execute(arguments));
  }

  /** What the call of a command needs is loaded while its arguments are read. */
  static void prepare(String... arguments) {
    Class<?> command = Commands.named(arguments).getFirst();
    if (Remote.class.isAssignableFrom(command)) {
      OptimaClient.prepare(command == Sql.class);
    }
  }

  private static int rehearse() throws IOException {
    PrintStream err = System.err;
    List<String> surprises = Rehearsal.run();
    surprises.forEach(err::println);
    return surprises.isEmpty() ? 0 : 1;
  }

  /** With all commands; or, when the first word is one, with that alone, which starts faster. */
  public static CommandLine commandLine(String... arguments) {
    CommandLine commands = new CommandLine(new Main());
    Commands.named(arguments).forEach(commands::addSubcommand);
    return Converters.register(commands)
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
