package io.optima.cli;

import java.io.PrintWriter;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code optima completion}: {@code source <(./optima completion)}. */
@Command(
    name = "completion",
    description = "Print completion for bash and zsh: source <(optima completion)",
    mixinStandardHelpOptions = true)
final class Completion implements Runnable {
  @Spec private @Nullable CommandSpec spec;

  @Override
  public void run() {
    PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
    out.print(AutoComplete.bash("optima", Main.commandLine()));
    out.flush();
  }
}
