package io.optima.cli;

import com.google.protobuf.Timestamp;
import io.grpc.Server;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
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

/**
 * Runs what most commands do, against a server in this process, while the JDK watches: what it
 * remembers (its AOT cache) makes every later command start in a fraction of the time.
 */
final class Rehearsal {
  static final String ARGUMENT = "--rehearse";

  private Rehearsal() {}

  static int run() throws IOException {
    System.setOut(new PrintStream(OutputStream.nullOutputStream(), false));
    System.setErr(new PrintStream(OutputStream.nullOutputStream(), false));
    Server server =
        NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
            .addService(new Sample())
            .build()
            .start();
    try {
      String address = "127.0.0.1:" + server.getPort();
      command("--help");
      command("status");
      command("list", "--address", address, "--token", "t");
      command("list", "--address", address, "--token", "t", "--json");
      command("describe", "sales/orders", "--address", address, "--token", "t");
      command("sql", "select 1", "--address", address, "--token", "t");
      command("run", "delays", "--address", address, "--token", "t");
      command("nonsense");
    } finally {
      server.shutdownNow();
    }
    return 0;
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
