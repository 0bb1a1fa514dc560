package io.optima.cli;

import io.opentelemetry.context.Scope;
import io.optima.cli.output.Screen;
import io.optima.client.OptimaClient;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;

/** A command that talks to a running Optima. */
public abstract class Remote implements Callable<Integer> {
  @Mixin protected Connection connection = new Connection();
  @Mixin protected Screen screen = new Screen();

  @Override
  public final Integer call() throws Exception {
    try (Scope scope = Trace.begin().makeCurrent();
        OptimaClient client = connection.open()) {
      int status = run(client);
      screen.flush();
      return status;
    }
  }

  /**
   * Does it.
   *
   * @return the exit status
   */
  protected abstract int run(OptimaClient client) throws Exception;
}
