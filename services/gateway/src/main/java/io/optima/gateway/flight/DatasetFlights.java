package io.optima.gateway.flight;

import io.optima.gateway.Caller;
import io.optima.gateway.Discovery.Filter;
import io.optima.gateway.Reads;
import io.optima.gateway.flight.FlightTickets.Rows;
import io.optima.identity.ArrowSchemas;
import io.optima.identity.LeafRange;
import io.optima.model.DatasetName;
import io.optima.model.DatasetRef;
import io.optima.model.OptimaException;
import io.optima.model.Shown;
import io.optima.model.dataset.LogEntry;
import io.optima.model.dataset.Version;
import io.optima.model.schema.Field;
import io.optima.model.schema.TableSchema;
import io.optima.query.secure.SecuredRelation;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
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
  /** Rows of one endpoint: whole leaves, so that each part can be proven by itself. */
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
    DatasetName name = entry.dataset();
    Version version = Objects.requireNonNull(entry.latest());
    FlightDescriptor descriptor = FlightDescriptor.path(name.group(), name.name());
    return info(
        caller,
        descriptor,
        new Selection(DatasetRef.latest(name), List.of(), 0, 0),
        name,
        version,
        Objects.requireNonNull(version.schema()));
  }

  FlightInfo info(Caller caller, FlightDescriptor descriptor) {
    Selection selection = Selection.of(descriptor);
    try (SecuredRelation relation = reads.look(caller, selection.dataset())) {
      return info(
          caller,
          descriptor,
          selection,
          relation.dataset().dataset(),
          relation.version(),
          relation.schema());
    }
  }

  private FlightInfo info(
      Caller caller,
      FlightDescriptor descriptor,
      Selection selection,
      DatasetName name,
      Version version,
      TableSchema schema) {
    long from = Math.min(selection.offset(), version.rows());
    long to =
        selection.limit() == 0
            ? version.rows()
            : Math.min(version.rows(), from + selection.limit());
    List<FlightEndpoint> endpoints = endpoints(caller, selection, name, version, from, to);
    return FlightInfo.builder(arrow(schema, selection.columns()), descriptor, endpoints)
        .setRecords(to - from)
        .setBytes(-1)
        .setOrdered(true)
        .setAppMetadata(version.content().toString().getBytes(StandardCharsets.UTF_8))
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
      Caller caller, Selection selection, DatasetName name, Version version, long from, long to) {
    Instant expiry = tickets.expiry();
    List<FlightEndpoint> endpoints = new ArrayList<>();
    for (Range range : ranges(from, to)) {
      Rows rows =
          new Rows(name, version.number(), selection.columns(), range.offset(), range.limit());
      Ticket ticket = new Ticket(tickets.sign(caller.principal(), rows, expiry));
      endpoints.add(FlightEndpoint.builder(ticket).setExpirationTime(expiry).build());
    }
    return endpoints;
  }

  record Range(long offset, long limit) {}

  /**
   * Cuts rows into parts whose borders are borders of leaves; one empty part when there are none.
   */
  static List<Range> ranges(long from, long to) {
    long leaves = Math.ceilDiv(to, LeafRange.LEAF_ROWS) - from / LeafRange.LEAF_ROWS;
    long step =
        Math.max(ENDPOINT_ROWS, Math.ceilDiv(leaves, MOST_ENDPOINTS) * (long) LeafRange.LEAF_ROWS);
    List<Range> ranges = new ArrayList<>();
    long start = from;
    do {
      long end = Math.min(to, (start / LeafRange.LEAF_ROWS) * LeafRange.LEAF_ROWS + step);
      ranges.add(new Range(start, end - start));
      start = end;
    } while (start < to);
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
