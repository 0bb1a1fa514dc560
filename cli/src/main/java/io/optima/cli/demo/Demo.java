package io.optima.cli.demo;

import io.optima.launch.Home;
import io.optima.launch.Installation;
import io.optima.launch.LaunchSettings;
import io.optima.launch.Launcher;
import io.optima.launch.RunningOptima;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code optima demo}: the main job with real data, in a home of its own that begins empty. */
@Command(
    name = "demo",
    description = {
      "A tour with real data: publish, transform, query, verify, trace.",
      "Exit code 1 when any step does not do what it should."
    },
    mixinStandardHelpOptions = true)
public final class Demo implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;

  @Option(names = "--stay", description = "Leave Optima running.")
  private boolean stay;

  @Override
  public Integer call() throws IOException {
    Installation installation = Installation.find();
    Home home = new Home(Home.standard(installation.root()).folder().resolve("demo"));
    PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
    Launcher.stop(home);
    delete(home.folder());
    Tour tour = new Tour(installation.root(), home, out);
    tour.say("Optima in a folder of its own");
    tour.type("export OPTIMA_HOME=" + tour.shown(home.folder()));
    tour.type("./optima up");
    try (RunningOptima optima =
        new Launcher(installation, step -> out.println("· " + step))
            .start(LaunchSettings.attached(home.folder()).onUsualPorts())) {
      out.printf(
          "Optima is up: gRPC port %d, HTTP port %d%n", optima.grpcPort(), optima.httpPort());
      walk(tour);
      return end(tour, optima, out);
    }
  }

  private int end(Tour tour, RunningOptima optima, PrintWriter out) {
    if (stay) {
      optima.leave();
      tour.say("Optima stays; try your own commands, then end it with ./optima down");
    } else {
      tour.say("The end: everything that was started is stopped, data stays");
      tour.type("./optima down");
      optima.close();
      out.println("Optima is down");
    }
    out.println(tour.verdict());
    return tour.failures() == 0 ? 0 : 1;
  }

  private static void walk(Tour tour) throws IOException {
    tour.say("Publish real files: each becomes version 1 of a dataset, with an id of its content");
    tour.expect("published flights/airports@1", "publish flights/airports @airports.csv");
    tour.expect("published flights/flights@1", "publish flights/flights @flights-20k.json");
    tour.say("The same content again is no new version");
    tour.expect("unchanged", "publish flights/flights @flights-20k.json");
    tour.say("Transform: SQL with named inputs and a named output, as a durable run");
    tour.expect("revision 1", "apply -f @delays.yaml");
    tour.expect("flights/delays@1", "run delays-by-airport");
    tour.say("Nothing changed, so nothing is computed");
    tour.expect("already computed", "run delays-by-airport");
    tour.say("A delay is corrected: version 2, and the run makes the next version from it");
    tour.correct(
        "flights-20k.json", "\"delay\":66,\"distance\":1750", "\"delay\":660,\"distance\":1750");
    tour.expect(
        "published flights/flights@2",
        "publish flights/flights %flights-20k.json -m",
        "one delay corrected");
    tour.expect("flights/delays@2", "run delays-by-airport");
    tour.say("Query with SQL over Arrow Flight; versions side by side");
    tour.expect(
        "(5 rows",
        "sql",
        "select city, state, departures, mean_delay from flights.delays order by mean_delay desc"
            + " limit 5");
    tour.expect(
        "(1 row",
        "sql",
        "select n.airport, o.worst_delay as before, n.worst_delay as after from"
            + " flights.\"delays@1\" o join flights.delays n on o.airport = n.airport"
            + " where o.worst_delay <> n.worst_delay");
    tour.say("Export, every row checked against the content id on this side");
    tour.expect("verified against", "get flights/delays -o %delays.csv --verify");
    tour.say("Verify what is stored: every byte is read again");
    tour.expect("verified flights/delays", "verify flights/delays");
    tour.say("Where it came from");
    tour.expect("flights/flights@2", "lineage flights/delays --up");
    tour.expect(
        "delay → mean_delay (expression)", "lineage flights/delays --up --column mean_delay");
    tour.say("Who did what, each with the trace of its call");
    tour.expect("flights/delays", "audit -n 4");
  }

  private static void delete(Path folder) throws IOException {
    if (Files.exists(folder)) {
      try (Stream<Path> files = Files.walk(folder)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }
}
