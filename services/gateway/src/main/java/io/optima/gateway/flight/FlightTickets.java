package io.optima.gateway.flight;

import io.optima.gateway.Tickets;
import io.optima.model.DatasetName;
import io.optima.model.OptimaException;
import io.optima.model.Principal;
import io.optima.store.Json;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.arrow.flight.Ticket;

/** What our tickets and prepared handles hold: everything needed to serve them on any gateway. */
final class FlightTickets {
  /** First byte of what we signed; no protobuf message starts with it. */
  private static final byte SIGNED = 1;

  private final Tickets tickets;

  FlightTickets(Tickets tickets) {
    this.tickets = tickets;
  }

  /** What a ticket or handle is for. */
  sealed interface Promise permits Rows, Statement {}

  /**
   * A range of one version's rows.
   *
   * @param columns empty: all
   * @param limit rows
   */
  record Rows(DatasetName dataset, long version, List<String> columns, long offset, long limit)
      implements Promise {
    Rows {
      columns = List.copyOf(columns);
    }
  }

  /**
   * A query.
   *
   * @param versions of the datasets it reads; empty in a prepared handle, which reads the latest
   * @param parameters an Arrow IPC stream in Base64 whose columns are bound in order; empty: none
   */
  record Statement(String sql, Map<DatasetName, Long> versions, String parameters)
      implements Promise {
    Statement {
      versions = Map.copyOf(versions);
    }
  }

  private record Envelope(
      @org.jspecify.annotations.Nullable Rows rows,
      @org.jspecify.annotations.Nullable Statement statement) {}

  Instant expiry() {
    return tickets.expiry();
  }

  byte[] sign(Principal principal, Promise promise, Instant expiry) {
    Envelope envelope =
        switch (promise) {
          case Rows rows -> new Envelope(rows, null);
          case Statement statement -> new Envelope(null, statement);
        };
    byte[] ticket = tickets.issue(principal, Json.bytes(envelope), expiry);
    byte[] signed = new byte[ticket.length + 1];
    signed[0] = SIGNED;
    System.arraycopy(ticket, 0, signed, 1, ticket.length);
    return signed;
  }

  static boolean isSigned(Ticket ticket) {
    byte[] bytes = ticket.getBytes();
    return bytes.length > 0 && bytes[0] == SIGNED;
  }

  Promise open(Principal principal, byte[] signed) {
    byte[] ticket = signed.length == 0 ? signed : Arrays.copyOfRange(signed, 1, signed.length);
    Envelope envelope = Json.read(tickets.open(principal, ticket), Envelope.class);
    if (envelope.rows() != null) {
      return envelope.rows();
    }
    if (envelope.statement() != null) {
      return envelope.statement();
    }
    throw OptimaException.invalid("this ticket promises nothing");
  }
}
