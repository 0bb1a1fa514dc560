package io.optima.bench;

import io.optima.launch.Guest;
import io.optima.launch.Installation;
import io.optima.launch.Launcher;
import io.optima.model.OptimaException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ./optima bench}. */
@Command(
    name = "optima bench",
    description = "Compares Optima with what the same work costs without it, in one run.",
    mixinStandardHelpOptions = true,
    sortOptions = false)
public final class Main implements Callable<Integer> {
  private static final List<Workload> WORKLOADS =
      List.of(
          new PublishWorkload(),
          new ReadWorkload(),
          new QueryWorkload(),
          new CommitWorkload(),
          new CatalogWorkload(),
          new StreamsWorkload(),
          new JournalWorkload(),
          new RulesWorkload(),
          new WasmWorkload());

  @Spec private CommandLine.Model.@Nullable CommandSpec spec;

  @Parameters(
      arity = "0..*",
      paramLabel = "WORKLOAD",
      description =
          "publish, read, query, commit, catalog, streams, journal, rules, wasm; all when none is"
              + " named")
  private List<String> names = List.of();

  @Option(names = "--scale", description = "TPC-H scale factor (default: 1)")
  private @Nullable Double scale;

  @Option(names = "--rounds", description = "timed rounds of each comparison (default: 7)")
  private @Nullable Integer rounds;

  @Option(names = "--quick", description = "see that everything runs: tiny, and no figure to keep")
  private boolean quick;

  @Option(names = "--json", paramLabel = "FILE", description = "where the figures go")
  private @Nullable Path json;

  public static void main(String[] arguments) {
    Jvm.quiet();
    System.exit(new CommandLine(new Main()).execute(arguments));
  }

  @Override
  public Integer call() throws Exception {
    List<Workload> wanted = wanted();
    Sizes sizes = sizes();
    Installation installation = Installation.find();
    Path home = installation.root().resolve(".optima/bench");
    PrintStream progress = new PrintStream(System.err, true, StandardCharsets.UTF_8);
    Launcher launcher = new Launcher(installation, step -> {});
    List<Ratio> ratios = new ArrayList<>();
    long start = System.nanoTime();
    List<Guest> guests = wanted.stream().flatMap(each -> each.guests().stream()).toList();
    try (Bench bench = new Bench(launcher, guests, home, sizes, progress)) {
      for (Workload workload : wanted) {
        bench.say(workload.name());
        ratios.addAll(workload.run(bench));
      }
    }
    Duration took = Duration.ofNanos(System.nanoTime() - start);
    Path file = json == null ? home.resolve("results.json") : json;
    Report.write(file, sizes, took, ratios);
    new PrintStream(System.out, true, StandardCharsets.UTF_8).print(Report.table(ratios));
    progress.println("figures: " + file.toAbsolutePath());
    return 0;
  }

  private List<Workload> wanted() {
    for (String name : names) {
      if (WORKLOADS.stream().noneMatch(workload -> workload.name().equals(name))) {
        List<String> known = WORKLOADS.stream().map(Workload::name).toList();
        throw refused("there is no workload '%s', only %s".formatted(name, known));
      }
    }
    return WORKLOADS.stream().filter(w -> names.isEmpty() || names.contains(w.name())).toList();
  }

  private Sizes sizes() {
    Sizes usual = quick ? Sizes.QUICK : Sizes.FULL;
    try {
      return new Sizes(
          scale == null ? usual.scale() : scale,
          rounds == null ? usual.rounds() : rounds,
          usual.versions(),
          usual.datasets(),
          usual.calls(),
          usual.records());
    } catch (OptimaException e) {
      throw refused(e.getMessage());
    }
  }

  private ParameterException refused(@Nullable String why) {
    return new ParameterException(java.util.Objects.requireNonNull(spec).commandLine(), why);
  }
}
