package io.optima.client;

import java.util.Iterator;
import java.util.List;
import org.apache.arrow.flight.FlightEndpoint;
import org.apache.arrow.flight.FlightInfo;
import org.apache.arrow.flight.FlightStream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/** The rows of all endpoints of a flight, one endpoint after the other. */
final class FlightRows implements RowStream {
  /** Fetches one endpoint. */
  interface Door {
    FlightStream open(FlightEndpoint endpoint);
  }

  private final Schema schema;
  private final Iterator<FlightEndpoint> endpoints;
  private final Door door;
  private final VectorSchemaRoot empty;
  private @Nullable FlightStream current;

  FlightRows(FlightInfo info, Door door, BufferAllocator allocator) {
    List<FlightEndpoint> all = info.getEndpoints();
    this.schema = info.getSchemaOptional().orElseGet(() -> new Schema(List.of()));
    this.endpoints = all.iterator();
    this.door = door;
    this.empty = VectorSchemaRoot.create(schema, allocator);
  }

  @Override
  public Schema schema() {
    return schema;
  }

  @Override
  public boolean next() {
    while (current != null || endpoints.hasNext()) {
      FlightStream stream = current == null ? open() : current;
      if (Errors.mapped(stream::next)) {
        return true;
      }
      closeCurrent();
    }
    return false;
  }

  private FlightStream open() {
    FlightStream stream = Errors.mapped(() -> door.open(endpoints.next()));
    current = stream;
    return stream;
  }

  @Override
  public VectorSchemaRoot rows() {
    return current == null ? empty : current.getRoot();
  }

  private void closeCurrent() {
    FlightStream stream = current;
    current = null;
    if (stream != null) {
      Errors.mapped(
          () -> {
            stream.close();
            return stream;
          });
    }
  }

  @Override
  public void close() {
    FlightStream stream = current;
    if (stream != null) {
      stream.cancel("closed by the caller", null);
    }
    try {
      closeCurrent();
    } finally {
      empty.close();
    }
  }
}
