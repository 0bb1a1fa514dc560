package io.optima.cli.operate;

import io.optima.cli.Where;
import io.optima.launch.Home;
import io.optima.launch.ProcessId;
import io.optima.launch.RunRecord;
import java.io.PrintWriter;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code optima status}: what runs; ends with 1 unless all of it does. */
@Command(
    name = "status",
    description = "Show what runs on this machine; exit code 1 unless all of it does.",
    mixinStandardHelpOptions = true)
public final class Status implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;
  @Mixin private Where where = new Where();

  @Override
  public Integer call() {
    Home home = where.home();
    PrintWriter out = java.util.Objects.requireNonNull(spec).commandLine().getOut();
    Optional<RunRecord> record = RunRecord.read(home);
    if (record.isEmpty()) {
      out.println("Optima is down (" + home.folder() + ")");
      return 1;
    }
    boolean up = record.get().ready() && record.get().alive();
    out.println(up ? "Optima is up" : "Optima is broken: run optima down, then optima up");
    Doors.print(out, home, record.get());
    record.get().processes().forEach(process -> print(out, process));
    return up ? 0 : 1;
  }

  private static void print(PrintWriter out, ProcessId process) {
    String state = process.alive().isPresent() ? "running" : "ended";
    out.printf("  %-24s  %-7s  process %d%n", process.name(), state, process.pid());
  }
}
