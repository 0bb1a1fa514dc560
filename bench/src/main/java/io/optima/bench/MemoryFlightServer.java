package io.optima.bench;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.flight.FlightServer;
import org.apache.arrow.flight.Location;
import org.apache.arrow.flight.NoOpFlightProducer;
import org.apache.arrow.flight.Ticket;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.VectorLoader;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.VectorUnloader;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.ipc.message.ArrowRecordBatch;
import org.apache.arrow.vector.types.pojo.Schema;
import org.duckdb.DuckDBResultSet;

/**
 * The DoGet baseline: a plain arrow-java Flight server that keeps a table's batches in memory and
 * sends them. A ticket {@code i/n} is the i-th of n parts. Runs as a process of its own, as Optima
 * does.
 */
public final class MemoryFlightServer extends NoOpFlightProducer {
  private static final long ROWS_PER_BATCH = 65_536;

  private final BufferAllocator allocator;
  private final List<ArrowRecordBatch> batches = new ArrayList<>();
  private final Schema schema;

  private MemoryFlightServer(BufferAllocator allocator, Path parquet) throws Exception {
    this.allocator = allocator;
    this.schema = load(parquet);
  }

  /** Arguments: glob of Parquet files. Prints the port when it is ready; ends with its input. */
  public static void main(String[] arguments) throws Exception {
    BufferAllocator allocator = new RootAllocator();
    MemoryFlightServer producer = new MemoryFlightServer(allocator, Path.of(arguments[0]));
    FlightServer server =
        FlightServer.builder(allocator, Location.forGrpcInsecure("127.0.0.1", 0), producer)
            .build()
            .start();
    System.out.println("port " + server.getPort());
    while (System.in.read() >= 0) {}
    server.shutdown();
  }

  private Schema load(Path parquet) throws Exception {
    try (var connection = DriverManager.getConnection("jdbc:duckdb:");
        var statement = connection.prepareStatement("select * from read_parquet(?)")) {
      statement.setString(1, parquet.toString());
      try (var rows = (DuckDBResultSet) statement.executeQuery();
          ArrowReader reader = (ArrowReader) rows.arrowExportStream(allocator, ROWS_PER_BATCH)) {
        VectorUnloader unloader = new VectorUnloader(reader.getVectorSchemaRoot());
        while (reader.loadNextBatch()) {
          batches.add(unloader.getRecordBatch());
        }
        return reader.getVectorSchemaRoot().getSchema();
      }
    } catch (SQLException e) {
      throw new IllegalStateException("cannot read " + parquet, e);
    }
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
