package io.optima.gateway.flight;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import io.optima.gateway.Caller;
import io.optima.gateway.Callers;
import io.optima.gateway.flight.FlightTickets.Promise;
import io.optima.gateway.flight.FlightTickets.Rows;
import io.optima.gateway.flight.FlightTickets.Statement;
import java.util.concurrent.ExecutorService;
import org.apache.arrow.flight.Action;
import org.apache.arrow.flight.ActionType;
import org.apache.arrow.flight.Criteria;
import org.apache.arrow.flight.FlightDescriptor;
import org.apache.arrow.flight.FlightInfo;
import org.apache.arrow.flight.FlightProducer;
import org.apache.arrow.flight.FlightStream;
import org.apache.arrow.flight.PutResult;
import org.apache.arrow.flight.Result;
import org.apache.arrow.flight.SchemaResult;
import org.apache.arrow.flight.Ticket;

/**
 * The one producer behind the Flight port. Descriptors that hold a Flight SQL command go to SQL,
 * all others name datasets; tickets and handles that we signed say themselves what they are for.
 */
final class DoorProducer implements FlightProducer {
  private final Callers callers;
  private final DatasetFlights datasets;
  private final DatasetPuts puts;
  private final DatasetActions actions;
  private final SqlFlights sql;
  private final FlightTickets tickets;
  private final ExecutorService streams;

  DoorProducer(
      Callers callers,
      DatasetFlights datasets,
      DatasetPuts puts,
      DatasetActions actions,
      SqlFlights sql,
      FlightTickets tickets,
      ExecutorService streams) {
    this.callers = callers;
    this.datasets = datasets;
    this.puts = puts;
    this.actions = actions;
    this.sql = sql;
    this.tickets = tickets;
    this.streams = streams;
  }

  @Override
  public void listFlights(
      CallContext context, Criteria criteria, StreamListener<FlightInfo> listener) {
    datasets.list(callers.current(), criteria.getExpression(), listener);
  }

  @Override
  public FlightInfo getFlightInfo(CallContext context, FlightDescriptor descriptor) {
    return isSql(descriptor)
        ? sql.getFlightInfo(context, descriptor)
        : datasets.info(callers.current(), descriptor);
  }

  @Override
  public SchemaResult getSchema(CallContext context, FlightDescriptor descriptor) {
    return isSql(descriptor)
        ? sql.getSchema(context, descriptor)
        : new SchemaResult(datasets.schema(callers.current(), descriptor));
  }

  /**
   * Streams run on a thread of their own: waiting on the call's thread, on which readiness is
   * announced, would never end.
   */
  @Override
  public void getStream(CallContext context, Ticket ticket, ServerStreamListener listener) {
    streams.execute(() -> stream(context, ticket, listener));
  }

  private void stream(CallContext context, Ticket ticket, ServerStreamListener listener) {
    try {
      if (FlightTickets.isSigned(ticket)) {
        redeem(ticket, listener);
      } else {
        sql.getStream(context, ticket, listener);
      }
    } catch (RuntimeException | Error e) { // whatever it is, the client must not wait for ever
      if (!listener.isCancelled()) {
        listener.error(e);
      }
    }
  }

  private void redeem(Ticket ticket, ServerStreamListener listener) {
    Caller caller = callers.current();
    Promise promise = tickets.open(caller.principal(), ticket.getBytes());
    switch (promise) {
      case Rows rows -> datasets.stream(caller, rows, listener);
      case Statement statement -> sql.stream(caller, statement, listener);
    }
  }

  @Override
  public Runnable acceptPut(
      CallContext context, FlightStream stream, StreamListener<PutResult> listener) {
    return isSql(stream.getDescriptor())
        ? sql.acceptPut(context, stream, listener)
        : () -> puts.put(callers.current(), stream, listener);
  }

  @Override
  public void doAction(CallContext context, Action action, StreamListener<Result> listener) {
    if (actions.knows(action)) {
      actions.run(callers.current(), action, listener);
    } else {
      sql.doAction(context, action, listener);
    }
  }

  @Override
  public void listActions(CallContext context, StreamListener<ActionType> listener) {
    actions.types().forEach(listener::onNext);
    sql.listActions(context, listener);
  }

  /** Commands of Flight SQL are packed in {@code google.protobuf.Any}; ours are JSON objects. */
  private static boolean isSql(FlightDescriptor descriptor) {
    if (!descriptor.isCommand()) {
      return false;
    }
    try {
      return Any.parseFrom(descriptor.getCommand())
          .getTypeUrl()
          .startsWith("type.googleapis.com/arrow.flight.protocol.sql.");
    } catch (InvalidProtocolBufferException e) {
      return false;
    }
  }
}
