package io.optima.bench;

import io.optima.client.OptimaClient;
import io.optima.client.RowStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.arrow.flight.FlightClient;
import org.apache.arrow.flight.FlightDescriptor;
import org.apache.arrow.flight.FlightEndpoint;
import org.apache.arrow.flight.FlightStream;
import org.apache.arrow.flight.Location;
import org.apache.arrow.flight.Ticket;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;

/** All of lineitem by DoGet, against a Flight server that has the same batches in memory. */
final class ReadWorkload implements Workload {
  private static final int STREAMS = 4;
  private static final String DATASET = "tpch/lineitem";

  @Override
  public String name() {
    return "read";
  }

  @Override
  public List<Ratio> run(Bench bench) throws Exception {
    Optima optima = bench.tpch().optima();
    MemoryServer memory = bench.closing(MemoryServer.start(optima, DATASET));
    int rounds = bench.sizes().rounds();
    String plain = "Flight server: batches in memory";
    try (Doors doors = new Doors(optima, memory)) {
      Rounds one = Rounds.of(bench, rounds, r -> read(optima), r -> doors.memory(1));
      Rounds four =
          Rounds.of(bench, rounds, r -> doors.optima(STREAMS), r -> doors.memory(STREAMS));
      Rounds proven = Rounds.of(bench, rounds, r -> readVerified(optima), r -> doors.memory(1));
      return List.of(
          one.speed("DoGet of lineitem, one stream", plain, 0.8),
          four.speed("DoGet of lineitem, four streams", plain, 0.8),
          proven.speed("DoGet of lineitem, proofs checked", plain, 0.5));
    } finally {
      bench.end(memory);
    }
  }

  private static void read(Optima optima) {
    try (RowStream rows = optima.client().rows().read(DATASET, List.of(), 0, 0)) {
      drain(rows);
    }
  }

  private static void readVerified(Optima optima) {
    try (RowStream rows = optima.client().rows().readVerified(DATASET, List.of(), 0, 0)) {
      drain(rows);
    }
  }

  @SuppressWarnings("EmptyBlockTag")
  private static void drain(RowStream rows) {
    boolean more;
    do {
      more = rows.next();
    } while (more);
  }

  /** Connections to both sides, one for each stream. */
  private static final class Doors implements AutoCloseable {
    private final BufferAllocator allocator = new RootAllocator();
    private final ExecutorService threads = Executors.newFixedThreadPool(STREAMS);
    private final List<OptimaClient> ours = new ArrayList<>();
    private final List<FlightClient> plain = new ArrayList<>();

    Doors(Optima optima, MemoryServer memory) {
      Location location = Location.forGrpcInsecure("127.0.0.1", memory.port());
      for (int i = 0; i < STREAMS; i++) {
        ours.add(optima.connect());
        plain.add(FlightClient.builder(allocator, location).build());
      }
    }

    /** Every stream takes the next endpoint until there is none. */
    void optima(int streams) throws Exception {
      FlightDescriptor descriptor = FlightDescriptor.path(List.of(DATASET.split("/", -1)));
      Queue<FlightEndpoint> endpoints =
          new ConcurrentLinkedQueue<>(
              ours.getFirst().rows().flight().getInfo(descriptor).getEndpoints());
      together(
          streams,
          stream -> {
            FlightClient door = ours.get(stream).rows().flight();
            for (FlightEndpoint next = endpoints.poll(); next != null; next = endpoints.poll()) {
              drain(door, next.getTicket());
            }
          });
    }

    /** Every stream takes an equal part. */
    void memory(int streams) throws Exception {
      together(
          streams,
          stream -> {
            String part = stream + "/" + streams;
            drain(plain.get(stream), new Ticket(part.getBytes(StandardCharsets.UTF_8)));
          });
    }

    private interface Part {
      void take(int stream) throws Exception;
    }

    private void together(int streams, Part part) throws Exception {
      List<Future<?>> running = new ArrayList<>();
      for (int i = 0; i < streams; i++) {
        int stream = i;
        running.add(
            threads.submit(
                () -> {
                  part.take(stream);
                  return stream;
                }));
      }
      for (Future<?> each : running) {
        each.get();
      }
    }

    private static void drain(FlightClient door, Ticket ticket) throws Exception {
      try (FlightStream stream = door.getStream(ticket)) {
        boolean more;
        do {
          more = stream.next();
        } while (more);
      }
    }

    @Override
    public void close() throws Exception {
      threads.shutdownNow();
      for (FlightClient client : plain) {
        client.close();
      }
      ours.forEach(OptimaClient::close);
      allocator.close();
    }
  }
}
