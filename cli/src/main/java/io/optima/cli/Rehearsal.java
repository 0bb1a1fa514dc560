package io.optima.cli;

import com.google.protobuf.Timestamp;
import io.grpc.Server;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import io.optima.launch.Home;
import io.optima.launch.Layout;
import io.optima.launch.RunRecord;
import io.optima.v1.Column;
import io.optima.v1.ContentKind;
import io.optima.v1.Dataset;
import io.optima.v1.DatasetServiceGrpc.DatasetServiceImplBase;
import io.optima.v1.DescribeDatasetRequest;
import io.optima.v1.ListDatasetsRequest;
import io.optima.v1.ListDatasetsResponse;
import io.optima.v1.Schema;
import io.optima.v1.Version;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Runs what most commands do, against a server in this process, while the JDK watches: what it
 * remembers (its AOT cache) makes every later command start in a fraction of the time.
 */
final class Rehearsal {
  static final String ARGUMENT = "--rehearse";

  private static final String[][] COMMANDS = {
    {"status"},
    {"list"},
    {"list", "--json"},
    {"describe", "sales/orders"},
    {"versions", "sales/orders"},
    {"sql", "select 1"},
    {"run", "delays"},
    {"runs"},
    {"search", "orders"},
    {"lineage", "sales/orders"},
    {"get", "sales/orders", "-o", "-"},
  };

  private Rehearsal() {}

  static int run() throws IOException {
    System.setOut(new PrintStream(OutputStream.nullOutputStream(), false));
    System.setErr(new PrintStream(OutputStream.nullOutputStream(), false));
    Server server =
        NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
            .addService(new Sample())
            .build()
            .start();
    Home home = new Home(Files.createTempDirectory("optima-rehearsal"));
    Path file = home.folder().resolve("orders.csv");
    try {
      Files.writeString(file, "id\n1\n");
      Files.writeString(home.token(), "t");
      new RunRecord(
              Layout.EMBEDDED, true, Instant.EPOCH, Map.of("grpc", server.getPort()), List.of())
          .write(home);
      command("--help");
      command("nonsense");
      for (String[] words : COMMANDS) {
        command(home, words);
      }
      command(home, "publish", "sales/orders", file.toString());
    } finally {
      server.shutdownNow();
      for (Path each : List.of(file, home.token(), home.runFile(), home.folder())) {
        Files.deleteIfExists(each);
      }
    }
    return 0;
  }

  private static void command(Home home, String... words) {
    command(
        Stream.concat(Arrays.stream(words), Stream.of("--home", home.folder().toString()))
            .toArray(String[]::new));
  }

  private static void command(String... arguments) {
    Main.commandLine(arguments).execute(arguments);
  }

  private static final class Sample extends DatasetServiceImplBase {
    @Override
    public void listDatasets(
        ListDatasetsRequest request, StreamObserver<ListDatasetsResponse> answer) {
      answer.onNext(ListDatasetsResponse.newBuilder().addDatasets(dataset()).build());
      answer.onCompleted();
    }

    @Override
    public void describeDataset(DescribeDatasetRequest request, StreamObserver<Dataset> answer) {
      answer.onNext(dataset());
      answer.onCompleted();
    }

    private static Dataset dataset() {
      Column column = Column.newBuilder().setName("id").setType("int64").build();
      return Dataset.newBuilder()
          .setName("sales/orders")
          .setChanged(Timestamp.newBuilder().setSeconds(1))
          .setLatest(
              Version.newBuilder()
                  .setNumber(1)
                  .setContentId("sha256:00")
                  .setKind(ContentKind.CONTENT_KIND_TABLE)
                  .setSchema(Schema.newBuilder().addColumns(column)))
          .build();
    }
  }
}
