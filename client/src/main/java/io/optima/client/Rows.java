package io.optima.client;

import io.grpc.ManagedChannel;
import io.optima.model.ContentId;
import io.optima.model.DatasetRef;
import io.optima.model.ErrorCode;
import io.optima.model.OptimaException;
import io.optima.v1.ContentKind;
import io.optima.v1.Version;
import java.io.ByteArrayOutputStream;
import java.util.List;
import org.apache.arrow.flight.FlightClient;
import org.apache.arrow.flight.FlightDescriptor;
import org.apache.arrow.flight.FlightGrpcUtils;
import org.apache.arrow.flight.FlightInfo;
import org.apache.arrow.flight.sql.FlightSqlClient;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Schema;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** Rows as Arrow: of versions, verified or not, and of SQL. */
public final class Rows implements AutoCloseable {
  private static final JsonFactory JSON = new JsonFactory();

  private final BufferAllocator allocator = new RootAllocator();
  private final DatasetClient datasets;
  private final FlightClient flight;
  private final FlightSqlClient sql;

  Rows(ManagedChannel channel, DatasetClient datasets) {
    this.datasets = datasets;
    this.flight = FlightGrpcUtils.createFlightClientWithSharedChannel(allocator, channel);
    this.sql = new FlightSqlClient(flight);
  }

  /**
   * Rows of a version as the server sends them.
   *
   * @param reference a version, or a dataset for its latest one
   * @param columns empty: all
   * @param offset number of the first row, from 0
   * @param limit rows; 0: to the end
   */
  public RowStream read(String reference, List<String> columns, long offset, long limit) {
    FlightDescriptor descriptor =
        FlightDescriptor.command(command(reference, columns, offset, limit));
    FlightInfo info = Errors.mapped(() -> flight.getInfo(descriptor));
    return new FlightRows(info, endpoint -> flight.getStream(endpoint.getTicket()), allocator);
  }

  private static byte[] command(String reference, List<String> columns, long offset, long limit) {
    ByteArrayOutputStream json = new ByteArrayOutputStream();
    try (JsonGenerator out = JSON.createGenerator(ObjectWriteContext.empty(), json)) {
      out.writeStartObject();
      out.writeStringProperty("dataset", reference);
      out.writeArrayPropertyStart("columns");
      columns.forEach(out::writeString);
      out.writeEndArray();
      out.writeNumberProperty("offset", offset);
      out.writeNumberProperty("limit", limit);
      out.writeEndObject();
    }
    return json.toByteArray();
  }

  /**
   * Rows of a version, each batch proven against the content id before it is handed out. When the
   * reference names a content id, that one is trusted; otherwise the one that the server tells for
   * it, which {@link VerifiedRows#content()} shows.
   *
   * @param columns empty: all
   * @param offset number of the first row, from 0
   * @param limit rows; 0: to the end
   */
  public VerifiedRows readVerified(
      String reference, List<String> columns, long offset, long limit) {
    DatasetRef asked = DatasetRef.parse(reference);
    Version version = datasets.describeVersion(reference).getVersion();
    if (version.getKind() != ContentKind.CONTENT_KIND_TABLE) {
      throw OptimaException.of(
          ErrorCode.FAILED_PRECONDITION, "%s has no rows: it is text or binary", reference);
    }
    ContentId trusted =
        asked.content() == null ? ContentId.parse(version.getContentId()) : asked.content();
    String pinned = asked.name() + "@" + trusted;
    return VerifiedRows.open(
        new VerifiedRows.Source(datasets, this, allocator),
        new VerifiedRows.Request(pinned, trusted, columns, offset, limit, version.getRows()));
  }

  /** The rows of a SELECT; datasets are named {@code group.name} or {@code "group"."name@3"}. */
  public RowStream query(String select) {
    FlightInfo info = Errors.mapped(() -> sql.execute(select));
    return new FlightRows(info, endpoint -> sql.getStream(endpoint.getTicket()), allocator);
  }

  /** The Flight SQL client underneath, for prepared statements and catalogues. */
  public FlightSqlClient flightSql() {
    return sql;
  }

  /** The Flight client underneath, for actions, puts and listings. */
  public FlightClient flight() {
    return flight;
  }

  /** Arrow's schemas take longer to load than a query takes. */
  void load() {
    VectorSchemaRoot.create(new Schema(List.of()), allocator).close();
  }

  BufferAllocator allocator() {
    return allocator;
  }

  @Override
  public void close() {
    Errors.mapped(
        () -> {
          sql.close();
          flight.close();
          allocator.close();
          return allocator;
        });
  }
}
