package io.optima.gateway.flight;

import com.google.protobuf.Any;
import com.google.protobuf.Message;
import io.optima.gateway.Caller;
import io.optima.gateway.Callers;
import io.optima.gateway.flight.FlightTickets.Statement;
import java.util.List;
import org.apache.arrow.flight.FlightDescriptor;
import org.apache.arrow.flight.FlightEndpoint;
import org.apache.arrow.flight.FlightInfo;
import org.apache.arrow.flight.FlightStream;
import org.apache.arrow.flight.PutResult;
import org.apache.arrow.flight.Result;
import org.apache.arrow.flight.SchemaResult;
import org.apache.arrow.flight.Ticket;
import org.apache.arrow.flight.sql.BasicFlightSqlProducer;
import org.apache.arrow.flight.sql.SqlInfoBuilder;
import org.apache.arrow.flight.sql.impl.FlightSql.ActionClosePreparedStatementRequest;
import org.apache.arrow.flight.sql.impl.FlightSql.ActionCreatePreparedStatementRequest;
import org.apache.arrow.flight.sql.impl.FlightSql.CommandGetCrossReference;
import org.apache.arrow.flight.sql.impl.FlightSql.CommandGetDbSchemas;
import org.apache.arrow.flight.sql.impl.FlightSql.CommandGetExportedKeys;
import org.apache.arrow.flight.sql.impl.FlightSql.CommandGetImportedKeys;
import org.apache.arrow.flight.sql.impl.FlightSql.CommandGetPrimaryKeys;
import org.apache.arrow.flight.sql.impl.FlightSql.CommandGetSqlInfo;
import org.apache.arrow.flight.sql.impl.FlightSql.CommandGetTables;
import org.apache.arrow.flight.sql.impl.FlightSql.CommandGetXdbcTypeInfo;
import org.apache.arrow.flight.sql.impl.FlightSql.CommandPreparedStatementQuery;
import org.apache.arrow.flight.sql.impl.FlightSql.CommandStatementIngest;
import org.apache.arrow.flight.sql.impl.FlightSql.CommandStatementQuery;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * The commands of Flight SQL: statements go to {@link SqlStatements}, questions about the catalog
 * are answered here.
 */
final class SqlFlights extends BasicFlightSqlProducer {
  private final Callers callers;
  private final SqlStatements statements;
  private final CatalogRows catalog;
  private final DatasetPuts puts;
  private final SqlInfoBuilder info;
  private final BufferAllocator allocator;

  SqlFlights(
      Callers callers,
      SqlStatements statements,
      CatalogRows catalog,
      DatasetPuts puts,
      SqlInfoBuilder info,
      BufferAllocator allocator) {
    this.callers = callers;
    this.statements = statements;
    this.catalog = catalog;
    this.puts = puts;
    this.info = info;
    this.allocator = allocator;
  }

  /** Catalog questions are their own tickets: whoever may ask them gets the answer. */
  @Override
  protected <T extends Message> List<FlightEndpoint> determineEndpoints(
      T request, FlightDescriptor descriptor, Schema schema) {
    return List.of(new FlightEndpoint(new Ticket(Any.pack(request).toByteArray())));
  }

  @Override
  public FlightInfo getFlightInfoStatement(
      CommandStatementQuery command, CallContext context, FlightDescriptor descriptor) {
    return statements.info(callers.current(), command.getQuery(), descriptor);
  }

  @Override
  public SchemaResult getSchemaStatement(
      CommandStatementQuery command, CallContext context, FlightDescriptor descriptor) {
    return new SchemaResult(statements.schema(callers.current(), command.getQuery()));
  }

  @Override
  public FlightInfo getFlightInfoPreparedStatement(
      CommandPreparedStatementQuery command, CallContext context, FlightDescriptor descriptor) {
    return statements.preparedInfo(
        callers.current(), command.getPreparedStatementHandle(), descriptor);
  }

  @Override
  public SchemaResult getSchemaPreparedStatement(
      CommandPreparedStatementQuery command, CallContext context, FlightDescriptor descriptor) {
    return new SchemaResult(
        statements.preparedSchema(callers.current(), command.getPreparedStatementHandle()));
  }

  void stream(Caller caller, Statement statement, ServerStreamListener listener) {
    statements.stream(caller, statement, listener);
  }

  @Override
  public void createPreparedStatement(
      ActionCreatePreparedStatementRequest request,
      CallContext context,
      StreamListener<Result> listener) {
    Message prepared = statements.prepare(callers.current(), request.getQuery());
    listener.onNext(new Result(Any.pack(prepared).toByteArray()));
    listener.onCompleted();
  }

  /** Handles hold everything themselves: there is nothing to let go of. */
  @Override
  public void closePreparedStatement(
      ActionClosePreparedStatementRequest request,
      CallContext context,
      StreamListener<Result> listener) {
    listener.onCompleted();
  }

  @Override
  public Runnable acceptPutPreparedStatementQuery(
      CommandPreparedStatementQuery command,
      CallContext context,
      FlightStream stream,
      StreamListener<PutResult> listener) {
    return () ->
        statements.bind(callers.current(), command.getPreparedStatementHandle(), stream, listener);
  }

  @Override
  public Runnable acceptPutStatementBulkIngest(
      CommandStatementIngest command,
      CallContext context,
      FlightStream stream,
      StreamListener<PutResult> listener) {
    return () -> puts.ingest(callers.current(), command, stream, listener);
  }

  @Override
  public void getStreamCatalogs(CallContext context, ServerStreamListener listener) {
    send(listener, catalog.catalogs());
  }

  @Override
  public void getStreamSchemas(
      CommandGetDbSchemas command, CallContext context, ServerStreamListener listener) {
    send(listener, catalog.groups(callers.current(), command));
  }

  @Override
  public void getStreamTables(
      CommandGetTables command, CallContext context, ServerStreamListener listener) {
    send(listener, catalog.tables(callers.current(), command));
  }

  @Override
  public void getStreamTableTypes(CallContext context, ServerStreamListener listener) {
    send(listener, catalog.tableTypes());
  }

  @Override
  public void getStreamTypeInfo(
      CommandGetXdbcTypeInfo command, CallContext context, ServerStreamListener listener) {
    send(listener, TypeRows.rows(allocator, command.hasDataType() ? command.getDataType() : null));
  }

  @Override
  public void getStreamSqlInfo(
      CommandGetSqlInfo command, CallContext context, ServerStreamListener listener) {
    info.send(command.getInfoList(), listener);
  }

  @Override
  public void getStreamPrimaryKeys(
      CommandGetPrimaryKeys command, CallContext context, ServerStreamListener listener) {
    send(listener, empty(Schemas.GET_PRIMARY_KEYS_SCHEMA));
  }

  @Override
  public void getStreamExportedKeys(
      CommandGetExportedKeys command, CallContext context, ServerStreamListener listener) {
    send(listener, empty(Schemas.GET_EXPORTED_KEYS_SCHEMA));
  }

  @Override
  public void getStreamImportedKeys(
      CommandGetImportedKeys command, CallContext context, ServerStreamListener listener) {
    send(listener, empty(Schemas.GET_IMPORTED_KEYS_SCHEMA));
  }

  @Override
  public void getStreamCrossReference(
      CommandGetCrossReference command, CallContext context, ServerStreamListener listener) {
    send(listener, empty(Schemas.GET_CROSS_REFERENCE_SCHEMA));
  }

  private VectorSchemaRoot empty(Schema schema) {
    return VectorSchemaRoot.create(schema, allocator);
  }

  private static void send(ServerStreamListener listener, VectorSchemaRoot rows) {
    try (rows) {
      RowStream.sendOne(rows, listener);
    }
  }
}
