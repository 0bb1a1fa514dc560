package io.optima.bench;

import io.optima.client.OptimaClient;
import io.optima.client.RowStream;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.flight.FlightServer;
import org.apache.arrow.flight.Location;
import org.apache.arrow.flight.NoOpFlightProducer;
import org.apache.arrow.flight.Ticket;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorLoader;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.VectorUnloader;
import org.apache.arrow.vector.ipc.message.ArrowRecordBatch;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * The DoGet baseline: a plain arrow-java Flight server that takes a table's batches from Optima,
 * keeps them in memory and sends them. A ticket {@code i/n} is the i-th of n parts. Runs as a
 * process of its own, as Optima does.
 */
public final class MemoryFlightServer extends NoOpFlightProducer {
  private final BufferAllocator allocator;
  private final List<ArrowRecordBatch> batches = new ArrayList<>();
  private final Schema schema;

  /** Keeps the memory in which the rows arrive, so their connection has to stay open. */
  private MemoryFlightServer(RowStream rows) {
    this.schema = rows.schema();
    while (rows.next()) {
      batches.add(new VectorUnloader(rows.rows()).getRecordBatch());
    }
    this.allocator = rows.rows().getVector(0).getAllocator();
  }

  /** Its input names an Optima, a token and a dataset, each on a line; when that ends, it ends. */
  public static void main(String[] arguments) throws Exception {
    Jvm.quiet();
    BufferedReader input =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    OptimaClient client = OptimaClient.connect(input.readLine(), input.readLine());
    RowStream rows = client.rows().read(input.readLine(), List.of(), 0, 0);
    MemoryFlightServer producer = new MemoryFlightServer(rows);
    Location anyPort = Location.forGrpcInsecure("127.0.0.1", 0);
    FlightServer server =
        FlightServer.builder(producer.allocator, anyPort, producer).build().start();
    System.out.println(server.getPort());
    while (input.readLine() != null) {}
    System.exit(0);
  }

  @Override
  public void getStream(CallContext context, Ticket ticket, ServerStreamListener listener) {
    String[] part = new String(ticket.getBytes(), StandardCharsets.UTF_8).split("/", -1);
    int index = Integer.parseInt(part[0]);
    int parts = Integer.parseInt(part[1]);
    Thread.ofVirtual().start(() -> send(listener, index, parts));
  }

  private void send(ServerStreamListener listener, int index, int parts) {
    listener.setUseZeroCopy(true);
    int from = batches.size() * index / parts;
    int to = batches.size() * (index + 1) / parts;
    try (VectorSchemaRoot root = VectorSchemaRoot.create(schema, allocator)) {
      VectorLoader loader = new VectorLoader(root);
      Backpressure ready = new Backpressure(listener);
      listener.start(root);
      for (ArrowRecordBatch batch : batches.subList(from, to)) {
        ready.await();
        loader.load(batch);
        listener.putNext();
      }
      listener.completed();
    }
  }

  /** Waits until the stream takes more. */
  private static final class Backpressure {
    private final ServerStreamListener listener;

    Backpressure(ServerStreamListener listener) {
      this.listener = listener;
      listener.setOnReadyHandler(this::wake);
      listener.setOnCancelHandler(this::wake);
    }

    private synchronized void wake() {
      notifyAll();
    }

    synchronized void await() {
      while (!listener.isReady() && !listener.isCancelled()) {
        try {
          wait(1000);
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          return;
        }
      }
    }
  }
}
