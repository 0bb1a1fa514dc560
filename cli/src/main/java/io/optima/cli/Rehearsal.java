package io.optima.cli;

import io.grpc.Server;
import io.grpc.netty.NettyServerBuilder;
import io.optima.launch.Home;
import io.optima.launch.Layout;
import io.optima.launch.ProcessId;
import io.optima.launch.RunRecord;
import io.optima.v1.DatasetServiceGrpc;
import io.optima.v1.LineageServiceGrpc;
import io.optima.v1.OperationsServiceGrpc;
import io.optima.v1.StreamServiceGrpc;
import io.optima.v1.TransformationServiceGrpc;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.apache.arrow.flight.FlightGrpcUtils;
import org.apache.arrow.memory.RootAllocator;

/**
 * Runs what most commands do, against a server in this process, while the JDK watches: what it
 * remembers (its AOT cache) makes every later command start in a fraction of the time. What is not
 * rehearsed here, or fails here, starts slowly.
 */
final class Rehearsal {
  static final String ARGUMENT = "--rehearse";

  private static final String[][] AT_HOME = {{"status"}, {"list"}};

  private static final String[][] CALLS = {
    {"list", "--json"},
    {"describe", SampleAnswers.TEXT},
    {"describe", SampleAnswers.TEXT + "@1"},
    {"versions", SampleAnswers.TEXT},
    {"create", SampleAnswers.TEXT},
    {"update", SampleAnswers.TEXT, "--description", "text"},
    {"label", SampleAnswers.TEXT, "key=value"},
    {"drop", SampleAnswers.TEXT},
    {"undrop", SampleAnswers.TEXT},
    {"get", SampleAnswers.TEXT},
    {"verify", SampleAnswers.TEXT},
    {"sql", "select 1"},
    {"sql", "select 1", "--csv"},
    {"run", "delays", "--detach"},
    {"runs"},
    {"runs", "--id", "id"},
    {"cancel", "id"},
    {"transformations"},
    {"search", "orders"},
    {"lineage", SampleAnswers.TEXT},
    {"audit"},
    {"gc"},
    {"stream", "create", SampleAnswers.TEXT},
    {"stream", "describe", SampleAnswers.TEXT},
    {"stream", "set", SampleAnswers.TEXT, "--partitions", "2", "--keep", "7d"},
  };

  private final List<String> surprises = new ArrayList<>();

  private Rehearsal() {}

  /**
   * @return the commands that did not end as they should
   */
  static List<String> run() throws IOException {
    System.setOut(new PrintStream(OutputStream.nullOutputStream(), false));
    System.setErr(new PrintStream(OutputStream.nullOutputStream(), false));
    Home home = new Home(Files.createTempDirectory("optima-rehearsal"));
    Path file = home.folder().resolve("orders.csv");
    Rehearsal rehearsal = new Rehearsal();
    try (ExecutorService executor = Executors.newCachedThreadPool();
        RootAllocator allocator = new RootAllocator()) {
      Server server = server(allocator, executor);
      try {
        Files.writeString(file, "id\n1\n");
        Files.writeString(home.token(), "t");
        record(server.getPort()).write(home);
        rehearsal.commands(home, "127.0.0.1:" + server.getPort(), file);
      } finally {
        server.shutdownNow();
      }
    } finally {
      for (Path each : List.of(file, home.token(), home.runFile(), home.folder())) {
        Files.deleteIfExists(each);
      }
    }
    return rehearsal.surprises;
  }

  private static Server server(RootAllocator allocator, ExecutorService executor)
      throws IOException {
    return NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
        .executor(executor)
        .addService(SampleAnswers.of(DatasetServiceGrpc.getServiceDescriptor()))
        .addService(SampleAnswers.of(StreamServiceGrpc.getServiceDescriptor()))
        .addService(SampleAnswers.of(TransformationServiceGrpc.getServiceDescriptor()))
        .addService(SampleAnswers.of(LineageServiceGrpc.getServiceDescriptor()))
        .addService(SampleAnswers.of(OperationsServiceGrpc.getServiceDescriptor()))
        .addService(
            FlightGrpcUtils.createFlightService(
                allocator, new SampleRows(allocator), null, executor))
        .build()
        .start();
  }

  private static RunRecord record(int port) {
    ProcessHandle self = ProcessHandle.current();
    long started = self.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
    return new RunRecord(
        Layout.EMBEDDED,
        true,
        Instant.EPOCH,
        Map.of("grpc", port, "http", port),
        List.of(new ProcessId("self", self.pid(), started)));
  }

  private void commands(Home home, String address, Path file) {
    String[] atHome = {"--home", home.folder().toString()};
    String[] calling = {"--address", address, "--token", "t"};
    command(0, "--help");
    command(2, "nonsense");
    for (String[] words : AT_HOME) {
      command(0, joined(words, atHome));
    }
    for (String[] words : CALLS) {
      command(0, joined(words, calling));
    }
    command(1, joined(new String[] {"describe", SampleAnswers.MISSING}, calling));
    command(0, joined(new String[] {"publish", SampleAnswers.TEXT, file.toString()}, calling));
  }

  private static String[] joined(String[] words, String[] more) {
    return Stream.of(words, more).flatMap(Arrays::stream).toArray(String[]::new);
  }

  private void command(int expected, String... arguments) {
    Main.prepare(arguments);
    int status = Main.commandLine(arguments).execute(arguments);
    if (status != expected) {
      surprises.add(String.join(" ", arguments) + " ended with " + status);
    }
  }
}
