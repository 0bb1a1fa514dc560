package io.optima.cli.operate;

import io.optima.cli.Where;
import io.optima.launch.Launcher;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code optima down}: ends everything that {@code up} started. */
@Command(
    name = "down",
    description = "Stop the Optima on this machine; data stays.",
    mixinStandardHelpOptions = true)
public final class Down implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;
  @Mixin private Where where = new Where();

  @Override
  public Integer call() {
    int stopped = Launcher.stop(where.home());
    PrintWriter out = java.util.Objects.requireNonNull(spec).commandLine().getOut();
    out.println(
        stopped == 0 ? "Optima was not up" : "Optima is down: ended " + stopped + " processes");
    return 0;
  }
}
