package io.optima.gateway.flight;

import io.optima.gateway.Caller;
import io.optima.gateway.Discovery.Filter;
import io.optima.gateway.Reads;
import io.optima.gateway.flight.FlightTickets.Rows;
import io.optima.identity.ArrowSchemas;
import io.optima.identity.LeafRange;
import io.optima.model.DatasetRef;
import io.optima.model.OptimaException;
import io.optima.model.Shown;
import io.optima.model.dataset.LogEntry;
import io.optima.model.schema.Field;
import io.optima.model.schema.TableSchema;
import io.optima.query.secure.SecuredRelation;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.flight.FlightDescriptor;
import org.apache.arrow.flight.FlightEndpoint;
import org.apache.arrow.flight.FlightInfo;
import org.apache.arrow.flight.FlightProducer.ServerStreamListener;
import org.apache.arrow.flight.FlightProducer.StreamListener;
import org.apache.arrow.flight.Ticket;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.types.pojo.Schema;

/** Whole versions and ranges of them as flights. */
final class DatasetFlights {
  /** An endpoint has at least so many rows, unless it is the last. */
  static final long ENDPOINT_ROWS = 16L * LeafRange.LEAF_ROWS;

  /** A client that wants more parallelism than this asks for ranges itself. */
  static final int MOST_ENDPOINTS = 64;

  private final Reads reads;
  private final CatalogRows catalog;
  private final FlightTickets tickets;
  private final BufferAllocator allocator;

  DatasetFlights(
      Reads reads, CatalogRows catalog, FlightTickets tickets, BufferAllocator allocator) {
    this.reads = reads;
    this.catalog = catalog;
    this.tickets = tickets;
    this.allocator = allocator;
  }

  /** All tables the caller may read; a criteria expression names a group. */
  void list(Caller caller, byte[] expression, StreamListener<FlightInfo> listener) {
    String group = new String(expression, StandardCharsets.UTF_8);
    catalog
        .datasets(caller, new Filter(group, java.util.Map.of(), "", "", false))
        .map(entry -> listed(caller, entry))
        .forEach(listener::onNext);
    listener.onCompleted();
  }

  private FlightInfo listed(Caller caller, LogEntry entry) {
    return info(caller, FlightDescriptor.path(entry.dataset().group(), entry.dataset().name()));
  }

  FlightInfo info(Caller caller, FlightDescriptor descriptor) {
    Selection selection = Selection.of(descriptor);
    try (SecuredRelation relation = reads.look(caller, selection.dataset())) {
      return info(caller, descriptor, selection, relation);
    }
  }

  private FlightInfo info(
      Caller caller, FlightDescriptor descriptor, Selection selection, SecuredRelation relation) {
    Schema schema = arrow(relation.schema(), selection.columns());
    long rows = relation.rows();
    long from = Math.min(selection.offset(), rows);
    long to = selection.limit() == 0 ? rows : Math.min(rows, from + selection.limit());
    List<Range> ranges = ranges(from, to, relation.borders());
    return FlightInfo.builder(
            schema, descriptor, endpoints(caller, selection.columns(), relation, ranges))
        .setRecords(to - from)
        .setBytes(-1)
        .setOrdered(true)
        .setAppMetadata(relation.version().content().toString().getBytes(StandardCharsets.UTF_8))
        .build();
  }

  Schema schema(Caller caller, FlightDescriptor descriptor) {
    Selection selection = Selection.of(descriptor);
    try (SecuredRelation relation = reads.look(caller, selection.dataset())) {
      return arrow(relation.schema(), selection.columns());
    }
  }

  private static Schema arrow(TableSchema schema, List<String> columns) {
    if (columns.isEmpty()) {
      return ArrowSchemas.toArrow(schema);
    }
    List<Field> chosen =
        columns.stream()
            .map(
                column ->
                    schema
                        .field(column)
                        .orElseThrow(
                            () ->
                                OptimaException.notFound(
                                    "column '%s' does not exist: there are %s",
                                    Shown.of(column), schema.names())))
            .toList();
    return ArrowSchemas.toArrow(new TableSchema(chosen));
  }

  private List<FlightEndpoint> endpoints(
      Caller caller, List<String> columns, SecuredRelation relation, List<Range> ranges) {
    Instant expiry = tickets.expiry();
    List<FlightEndpoint> endpoints = new ArrayList<>();
    for (Range range : ranges) {
      Rows rows =
          new Rows(
              relation.dataset().dataset(),
              relation.version().number(),
              columns,
              range.offset(),
              range.limit());
      Ticket ticket = new Ticket(tickets.sign(caller.principal(), rows, expiry));
      endpoints.add(FlightEndpoint.builder(ticket).setExpirationTime(expiry).build());
    }
    return endpoints;
  }

  record Range(long offset, long limit) {}

  /**
   * Cuts rows where both a stored part and a leaf begin: parts read whole are kept decoded, and
   * whole leaves can be proven. Without rows there is one empty range.
   *
   * @param borders first rows of the stored parts, in order
   */
  static List<Range> ranges(long from, long to, List<Long> borders) {
    long step = Math.max(ENDPOINT_ROWS, Math.ceilDiv(to - from, (long) MOST_ENDPOINTS));
    List<Range> ranges = new ArrayList<>();
    long start = from;
    for (long border : borders) {
      boolean cut = border % LeafRange.LEAF_ROWS == 0 && border - start >= step && border < to;
      if (cut) {
        ranges.add(new Range(start, border - start));
        start = border;
      }
    }
    ranges.add(new Range(start, to - start));
    return ranges;
  }

  /** Sends what a ticket promises. */
  void stream(Caller caller, Rows rows, ServerStreamListener listener) {
    DatasetRef reference = DatasetRef.of(rows.dataset(), rows.version());
    String how = "rows %d to %d".formatted(rows.offset(), rows.offset() + rows.limit());
    try (SecuredRelation relation = reads.openTable(caller, reference, how);
        ArrowReader reader = open(relation, rows)) {
      RowStream.send(reader, listener);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private ArrowReader open(SecuredRelation relation, Rows rows) {
    long limit = rows.limit() == 0 ? 1 : rows.limit();
    long offset = rows.limit() == 0 ? relation.rows() : rows.offset();
    return relation.read(rows.columns(), offset, limit, allocator);
  }
}
