package io.optima.client;

import com.google.protobuf.ByteString;
import io.grpc.BindableService;
import io.grpc.stub.StreamObserver;
import io.optima.identity.ArrowSchemas;
import io.optima.identity.LeafRange;
import io.optima.identity.RangeProof;
import io.optima.identity.TableDigest;
import io.optima.identity.TableIdentity;
import io.optima.model.DigestAlgorithm;
import io.optima.model.schema.DataType;
import io.optima.model.schema.Field;
import io.optima.model.schema.TableSchema;
import io.optima.v1.Column;
import io.optima.v1.ContentKind;
import io.optima.v1.DatasetServiceGrpc;
import io.optima.v1.DescribeVersionRequest;
import io.optima.v1.DescribeVersionResponse;
import io.optima.v1.LeafProof;
import io.optima.v1.ProveRequest;
import io.optima.v1.Schema;
import io.optima.v1.Version;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.UnaryOperator;
import org.apache.arrow.flight.CallStatus;
import org.apache.arrow.flight.FlightDescriptor;
import org.apache.arrow.flight.FlightEndpoint;
import org.apache.arrow.flight.FlightGrpcUtils;
import org.apache.arrow.flight.FlightInfo;
import org.apache.arrow.flight.Location;
import org.apache.arrow.flight.NoOpFlightProducer;
import org.apache.arrow.flight.Ticket;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorLoader;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.VectorUnloader;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** One table of three leaves, served as the gateway serves versions; it may lie. */
final class TableServer implements AutoCloseable {
  static final TableSchema SCHEMA =
      new TableSchema(
          List.of(
              new Field("n", DataType.Simple.INT64),
              new Field("s", DataType.Simple.UTF8),
              new Field("even", DataType.Simple.BOOL)));
  static final int ROWS = 2 * LeafRange.LEAF_ROWS + 5000;
  private static final int BATCH = 40_000;
  private static final JsonMapper JSON = new JsonMapper();

  /** What is done to a request before rows are served, and to the rows. */
  interface Lie {
    default JsonNode asked(JsonNode request) {
      return request;
    }

    /** May change the rows in place; {@code first} is the number of the first one. */
    default void rows(VectorSchemaRoot batch, long first) {}
  }

  private final ExecutorService executor = Executors.newCachedThreadPool();
  private final BufferAllocator allocator;
  private final Lie lie;
  private final UnaryOperator<io.optima.v1.RangeProof> proofLie;
  final TableIdentity identity;

  TableServer(BufferAllocator allocator, Lie lie, UnaryOperator<io.optima.v1.RangeProof> proofLie) {
    this.allocator = allocator;
    this.lie = lie;
    this.proofLie = proofLie;
    TableDigest digest = new TableDigest(DigestAlgorithm.SHA256, SCHEMA);
    try (VectorSchemaRoot all = rows(0, ROWS, SCHEMA.names())) {
      digest.add(all);
    }
    identity = digest.finish();
  }

  String reference() {
    return "a/b@" + identity.id();
  }

  BindableService[] services() {
    return new BindableService[] {
      new Datasets(), FlightGrpcUtils.createFlightService(allocator, new Flights(), null, executor)
    };
  }

  VectorSchemaRoot rows(long first, int count, List<String> columns) {
    TableSchema schema =
        new TableSchema(columns.stream().map(c -> SCHEMA.field(c).orElseThrow()).toList());
    VectorSchemaRoot root = VectorSchemaRoot.create(ArrowSchemas.toArrow(schema), allocator);
    root.getFieldVectors().forEach(v -> v.setInitialCapacity(count));
    root.allocateNew();
    for (int i = 0; i < count; i++) {
      fill(root, i, first + i);
    }
    root.setRowCount(count);
    return root;
  }

  private static void fill(VectorSchemaRoot root, int i, long row) {
    if (root.getVector("n") instanceof BigIntVector n) {
      n.setSafe(i, row * 3);
    }
    if (root.getVector("s") instanceof VarCharVector s && row % 10 != 9) {
      s.setSafe(i, ("row " + row).getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }
    if (root.getVector("even") instanceof BitVector even) {
      even.setSafe(i, row % 2 == 0 ? 1 : 0);
    }
  }

  private final class Datasets extends DatasetServiceGrpc.DatasetServiceImplBase {
    @Override
    public void describeVersion(
        DescribeVersionRequest request, StreamObserver<DescribeVersionResponse> answer) {
      Version version =
          Version.newBuilder()
              .setNumber(1)
              .setContentId(identity.id().toString())
              .setKind(ContentKind.CONTENT_KIND_TABLE)
              .setRows(ROWS)
              .build();
      answer.onNext(DescribeVersionResponse.newBuilder().setVersion(version).build());
      answer.onCompleted();
    }

    @Override
    public void prove(ProveRequest request, StreamObserver<io.optima.v1.RangeProof> answer) {
      LeafRange range =
          LeafRange.covering(
              request.getRows().getOffset(), request.getRows().getLimit(), identity.rows());
      RangeProof proof = RangeProof.complete(SCHEMA, identity.leaves(), range);
      answer.onNext(proofLie.apply(message(proof)));
      answer.onCompleted();
    }
  }

  private static io.optima.v1.RangeProof message(RangeProof proof) {
    Schema.Builder schema = Schema.newBuilder();
    proof
        .schema()
        .fields()
        .forEach(
            f -> schema.addColumns(Column.newBuilder().setName(f.name()).setType(f.type().text())));
    return io.optima.v1.RangeProof.newBuilder()
        .setContentId(proof.content().toString())
        .setSchema(schema)
        .setRows(proof.rows())
        .setFirstLeaf(proof.firstLeaf())
        .addAllLeaves(proof.leaves().stream().map(TableServer::leaf).toList())
        .addAllPath(proof.path().stream().map(ByteString::copyFrom).toList())
        .build();
  }

  private static LeafProof leaf(RangeProof.LeafProof leaf) {
    return LeafProof.newBuilder()
        .setRows(leaf.rows())
        .addAllColumnDigests(leaf.columnDigests().stream().map(ByteString::copyFrom).toList())
        .build();
  }

  private final class Flights extends NoOpFlightProducer {
    @Override
    public FlightInfo getFlightInfo(CallContext context, FlightDescriptor descriptor) {
      JsonNode request = JSON.readTree(descriptor.getCommand());
      TableSchema schema =
          new TableSchema(
              columns(request).stream().map(c -> SCHEMA.field(c).orElseThrow()).toList());
      FlightEndpoint endpoint =
          new FlightEndpoint(new Ticket(descriptor.getCommand()), Location.reuseConnection());
      return new FlightInfo(ArrowSchemas.toArrow(schema), descriptor, List.of(endpoint), -1, -1);
    }

    @Override
    public void getStream(CallContext context, Ticket ticket, ServerStreamListener listener) {
      executor.execute(() -> send(lie.asked(JSON.readTree(ticket.getBytes())), listener));
    }

    private void send(JsonNode request, ServerStreamListener listener) {
      long first = Math.min(ROWS, request.get("offset").asLong());
      long end = Math.min(ROWS, first + request.get("limit").asLong());
      List<String> columns = columns(request);
      try (VectorSchemaRoot sent = rows(0, 0, columns)) {
        listener.start(sent);
        for (long at = first; at < end; at += BATCH) {
          sendBatch(sent, at, (int) Math.min(BATCH, end - at), columns, listener);
        }
        listener.completed();
      } catch (RuntimeException e) {
        listener.error(CallStatus.INTERNAL.withDescription(e.toString()).toRuntimeException());
      }
    }

    private void sendBatch(
        VectorSchemaRoot sent,
        long first,
        int count,
        List<String> columns,
        ServerStreamListener listener) {
      try (VectorSchemaRoot batch = rows(first, count, columns)) {
        lie.rows(batch, first);
        try (var record = new VectorUnloader(batch).getRecordBatch()) {
          new VectorLoader(sent).load(record);
        }
        listener.putNext();
      }
    }
  }

  private static List<String> columns(JsonNode request) {
    List<String> asked = request.get("columns").valueStream().map(JsonNode::asString).toList();
    return asked.isEmpty() ? SCHEMA.names() : asked;
  }

  @Override
  public void close() {
    executor.close();
  }
}
