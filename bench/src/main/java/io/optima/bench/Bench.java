package io.optima.bench;

import io.optima.launch.Guest;
import io.optima.launch.LaunchSettings;
import io.optima.launch.Launcher;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One run: what the workloads share, and all that has to go when it ends, however it ends. */
final class Bench implements AutoCloseable {
  private final Launcher launcher;
  private final List<Guest> guests;
  private final Path home;
  private final Sizes sizes;
  private final PrintStream progress;
  private final Path work;
  private final long start = System.nanoTime();
  private final Deque<AutoCloseable> opened = new ArrayDeque<>();
  private final Thread hook = Thread.ofPlatform().unstarted(this::closeAll);
  private boolean closed;
  private @Nullable TpchData data;
  private @Nullable Optima optima;
  private @Nullable Tpch tpch;

  /**
   * @param guests what runs beside the Optima under test
   * @param home what is kept from run to run: the TPC-H data
   * @param progress told what goes on
   */
  Bench(Launcher launcher, List<Guest> guests, Path home, Sizes sizes, PrintStream progress)
      throws IOException {
    this.launcher = launcher;
    this.guests = List.copyOf(guests);
    this.home = home;
    this.sizes = sizes;
    this.progress = progress;
    Files.createDirectories(home);
    this.work = Files.createTempDirectory(home, "run-");
    Runtime.getRuntime().addShutdownHook(hook);
  }

  Sizes sizes() {
    return sizes;
  }

  void say(String what) {
    progress.printf("[%4d s] %s%n", (System.nanoTime() - start) / 1_000_000_000, what);
  }

  /** What is kept from run to run. */
  Path home() {
    return home;
  }

  /** A folder that goes when the run ends. */
  Path work() {
    return work;
  }

  TpchData data() throws IOException, InterruptedException {
    TpchData known = data;
    if (known == null) {
      say("TPC-H data, scale " + sizes.scale());
      known = TpchData.at(home, work, sizes.scale());
      data = known;
    }
    return known;
  }

  /** The Optima under test. */
  Optima optima() {
    Optima known = optima;
    if (known == null) {
      known = start("optima", guests);
      optima = known;
    }
    return known;
  }

  /** The same when it holds the tables of TPC-H. */
  Tpch tpch() throws IOException, InterruptedException {
    Tpch known = tpch;
    if (known == null) {
      TpchData tables = data();
      known = new Tpch(optima());
      say("publishing the tables");
      known.publish(tables);
      tpch = known;
    }
    return known;
  }

  /** Another one. */
  Optima another(String name) {
    return start(name, List.of());
  }

  private Optima start(String name, List<Guest> with) {
    say("starting Optima");
    LaunchSettings settings = LaunchSettings.attached(work.resolve(name));
    return closing(Optima.start(launcher, settings, with));
  }

  /** Closes it when the run ends, at once when that has happened. */
  synchronized <T extends AutoCloseable> T closing(T resource) {
    if (closed) {
      quietly(resource);
      throw new IllegalStateException("the benchmarks were stopped");
    }
    opened.push(resource);
    return resource;
  }

  /** Ends something before the run ends, to make room. */
  synchronized void end(AutoCloseable resource) {
    if (opened.remove(resource)) {
      quietly(resource);
    }
  }

  @Override
  public void close() {
    closeAll();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The JVM is ending: the hook finds nothing left to do.
      return;
    }
  }

  private synchronized void closeAll() {
    closed = true;
    while (!opened.isEmpty()) {
      quietly(opened.pop());
    }
    delete(work);
  }

  private void quietly(AutoCloseable resource) {
    try {
      resource.close();
    } catch (Exception e) {
      say("could not close " + resource + ": " + e);
    }
  }

  static void delete(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    } catch (IOException e) {
      throw new java.io.UncheckedIOException("cannot delete " + folder, e);
    }
  }
}
