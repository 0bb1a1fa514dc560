package io.optima.cli;

import io.opentelemetry.context.Scope;
import io.optima.cli.output.Screen;
import io.optima.client.OptimaClient;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** A command that talks to a running Optima. */
@SuppressWarnings("NullAway.Init") // picocli fills the specification
public abstract class Remote implements Callable<Integer> {
  @Spec private CommandSpec command;
  @Mixin protected Connection connection = new Connection();
  @Mixin protected Screen screen = new Screen();

  @Override
  public final Integer call() throws Exception {
    try (Trace trace = Trace.begin(command.qualifiedName())) {
      try (Scope scope = trace.span().makeCurrent();
          OptimaClient client = connection.open()) {
        int status = run(client);
        screen.flush();
        trace.end(status);
        return status;
      }
    }
  }

  /**
   * Does it.
   *
   * @return the exit status
   */
  protected abstract int run(OptimaClient client) throws Exception;
}
