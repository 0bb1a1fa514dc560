package io.optima.cli;

import io.optima.launch.Home;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which Optima on this machine a command means. */
public final class Where {
  @Option(
      names = "--home",
      paramLabel = "<folder>",
      description = "Folder of the Optima; default: $$OPTIMA_HOME, else .optima beside the script.")
  private @Nullable Path home;

  public Home home() {
    return home == null ? Home.standard(root()) : new Home(home);
  }

  private static Path root() {
    return Path.of(System.getProperty("optima.root", ""));
  }
}
