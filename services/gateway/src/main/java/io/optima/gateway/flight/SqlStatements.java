package io.optima.gateway.flight;

import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import io.optima.gateway.Caller;
import io.optima.gateway.Queries;
import io.optima.gateway.Queries.Question;
import io.optima.gateway.flight.FlightTickets.Statement;
import io.optima.identity.ArrowSchemas;
import io.optima.model.DatasetName;
import io.optima.model.OptimaException;
import io.optima.model.dataset.Input;
import io.optima.model.schema.DataType;
import io.optima.query.sql.CheckedQuery;
import io.optima.query.sql.Parameter;
import io.optima.query.sql.RunningQuery;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.arrow.flight.FlightDescriptor;
import org.apache.arrow.flight.FlightEndpoint;
import org.apache.arrow.flight.FlightInfo;
import org.apache.arrow.flight.FlightProducer.ServerStreamListener;
import org.apache.arrow.flight.FlightProducer.StreamListener;
import org.apache.arrow.flight.FlightStream;
import org.apache.arrow.flight.PutResult;
import org.apache.arrow.flight.Ticket;
import org.apache.arrow.flight.sql.impl.FlightSql.ActionCreatePreparedStatementResult;
import org.apache.arrow.flight.sql.impl.FlightSql.DoPutPreparedStatementResult;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * Statements and prepared statements. Nothing is remembered between calls: a ticket holds the
 * statement with the versions it reads, a prepared handle the statement and, once bound, its
 * parameters; both are signed for the caller.
 */
final class SqlStatements {
  private final Queries queries;
  private final FlightTickets tickets;
  private final Duration handleLifetime;
  private final Clock clock;
  private final BufferAllocator allocator;

  SqlStatements(
      Queries queries,
      FlightTickets tickets,
      Duration handleLifetime,
      Clock clock,
      BufferAllocator allocator) {
    this.queries = queries;
    this.tickets = tickets;
    this.handleLifetime = handleLifetime;
    this.clock = clock;
    this.allocator = allocator;
  }

  FlightInfo info(Caller caller, String sql, FlightDescriptor descriptor) {
    return info(caller, new Statement(sql, Map.of(), ""), descriptor);
  }

  FlightInfo preparedInfo(Caller caller, ByteString handle, FlightDescriptor descriptor) {
    return info(caller, open(caller, handle), descriptor);
  }

  private FlightInfo info(Caller caller, Statement statement, FlightDescriptor descriptor) {
    CheckedQuery query = check(caller, statement);
    Statement pinned = new Statement(statement.sql(), versions(query), statement.parameters());
    Instant expiry = tickets.expiry();
    Ticket ticket = new Ticket(tickets.sign(caller.principal(), pinned, expiry));
    return FlightInfo.builder(
            ArrowSchemas.toArrow(query.schema()),
            descriptor,
            List.of(FlightEndpoint.builder(ticket).setExpirationTime(expiry).build()))
        .setRecords(-1)
        .setBytes(-1)
        .setOrdered(true)
        .build();
  }

  private static Map<DatasetName, Long> versions(CheckedQuery query) {
    return query.inputs().stream()
        .collect(Collectors.toMap(Input::dataset, Input::version, Math::max));
  }

  Schema schema(Caller caller, String sql) {
    return ArrowSchemas.toArrow(check(caller, new Statement(sql, Map.of(), "")).schema());
  }

  Schema preparedSchema(Caller caller, ByteString handle) {
    return ArrowSchemas.toArrow(check(caller, open(caller, handle)).schema());
  }

  private CheckedQuery check(Caller caller, Statement statement) {
    Question plain = new Question(statement.sql(), statement.versions(), Map.of());
    if (statement.parameters().isEmpty()) {
      return queries.check(caller, plain);
    }
    List<DataType> types = BoundValues.decode(statement.parameters(), allocator).types();
    return queries.check(caller, typed(plain, queries.check(caller, plain).parameters(), types));
  }

  /** The types that were bound tell the types of results that follow from them. */
  private static Question typed(
      Question question, List<Parameter> parameters, List<DataType> types) {
    if (parameters.size() != types.size()) {
      throw OptimaException.invalid(
          "the SQL has %d parameters, %d values were bound", parameters.size(), types.size());
    }
    Map<String, DataType> byName = new java.util.HashMap<>();
    for (int i = 0; i < types.size(); i++) {
      if (parameters.get(i).type().isEmpty() && types.get(i) != DataType.Simple.NULL) {
        byName.put(parameters.get(i).name(), types.get(i));
      }
    }
    return new Question(question.sql(), question.versions(), byName);
  }

  /** Runs the statement of a ticket. */
  void stream(Caller caller, Statement statement, ServerStreamListener listener) {
    Question question = new Question(statement.sql(), statement.versions(), Map.of());
    BoundValues bound = BoundValues.decode(statement.parameters(), allocator);
    if (!bound.types().isEmpty()) {
      question = typed(question, queries.check(caller, question).parameters(), bound.types());
    }
    CheckedQuery query = queries.open(caller, question);
    try (RunningQuery running = query.run(bound.values(), allocator)) {
      RowStream.send(running.reader(), listener);
    }
  }

  /** Checks the statement and gives out a handle for it. */
  Message prepare(Caller caller, String sql) {
    CheckedQuery query = queries.check(caller, Question.of(sql));
    return ActionCreatePreparedStatementResult.newBuilder()
        .setPreparedStatementHandle(handle(caller, new Statement(sql, Map.of(), "")))
        .setDatasetSchema(serialized(ArrowSchemas.toArrow(query.schema())))
        .setParameterSchema(serialized(parameterSchema(query.parameters())))
        .build();
  }

  private static Schema parameterSchema(List<Parameter> parameters) {
    return new Schema(parameters.stream().map(SqlStatements::parameterField).toList());
  }

  /** A parameter that may have any type is offered as text, which DuckDB casts to what it needs. */
  private static Field parameterField(Parameter parameter) {
    DataType type = parameter.type().orElse(DataType.Simple.UTF8);
    Field field =
        ArrowSchemas.toArrow(
                new io.optima.model.schema.TableSchema(
                    List.of(new io.optima.model.schema.Field(parameter.name(), type))))
            .getFields()
            .getFirst();
    return new Field(parameter.name(), FieldType.nullable(field.getType()), field.getChildren());
  }

  private static ByteString serialized(Schema schema) {
    return ByteString.copyFrom(IpcSchemas.bytes(schema));
  }

  /** Answers with a new handle that holds the parameters; the old one stays as it was. */
  void bind(
      Caller caller, ByteString handle, FlightStream rows, StreamListener<PutResult> listener) {
    Statement statement = open(caller, handle);
    Statement bound = new Statement(statement.sql(), Map.of(), BoundValues.encode(rows, allocator));
    byte[] answer =
        DoPutPreparedStatementResult.newBuilder()
            .setPreparedStatementHandle(handle(caller, bound))
            .build()
            .toByteArray();
    try (ArrowBuf metadata = allocator.buffer(answer.length)) {
      metadata.writeBytes(answer);
      listener.onNext(PutResult.metadata(metadata));
    }
    listener.onCompleted();
  }

  private ByteString handle(Caller caller, Statement statement) {
    Instant expiry = clock.instant().plus(handleLifetime);
    return ByteString.copyFrom(tickets.sign(caller.principal(), statement, expiry));
  }

  private Statement open(Caller caller, ByteString handle) {
    if (tickets.open(caller.principal(), handle.toByteArray()) instanceof Statement statement) {
      return statement;
    }
    throw OptimaException.invalid("this handle is not one of a prepared statement");
  }
}
