package io.optima.gateway.flight;

import static org.assertj.core.api.Assertions.assertThat;

import io.optima.gateway.Doors;
import io.optima.identity.ArrowSchemas;
import io.optima.identity.CanonicalRows;
import io.optima.identity.TableDigest;
import io.optima.model.DigestAlgorithm;
import io.optima.model.schema.TableSchema;
import io.optima.query.duckdb.DuckDb;
import io.optima.query.duckdb.DuckDbSettings;
import io.optima.store.Json;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.Objects;
import org.apache.arrow.flight.CallOption;
import org.apache.arrow.flight.FlightClient;
import org.apache.arrow.flight.FlightDescriptor;
import org.apache.arrow.flight.FlightEndpoint;
import org.apache.arrow.flight.FlightStream;
import org.apache.arrow.flight.Location;
import org.apache.arrow.flight.PutResult;
import org.apache.arrow.flight.SyncPutListener;
import org.apache.arrow.flight.auth2.BearerCredentialWriter;
import org.apache.arrow.flight.grpc.CredentialCallOption;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** What clients put, in whatever batches and layouts, is what clients get. */
class EveryTypeTest {
  private static final CallOption ADA = new CredentialCallOption(new BearerCredentialWriter("ada"));
  private static final int ROWS = 100;

  private static final String EVERY_TYPE =
      """
      select i::tinyint as i8, i::smallint as i16, i::int as i32, i::bigint as i64,
        i::utinyint as u8, i::usmallint as u16, i::uinteger as u32,
        18446744073709551615::ubigint as u64, (i / 7)::float as f32, (i / 7)::double as f64,
        if(i % 2 = 0, 'nan', '-inf')::double as odd, (-0.0)::double as zero,
        (i * 1.5)::decimal(4, 1) as d4, -i::decimal(18, 3) as d18,
        99999999999999999999999999999999999999::decimal(38, 0) as d38,
        i % 2 = 0 as bool, if(i % 3 = 0, null, 'text ä ' || i) as utf8,
        if(i % 3 = 0, null, unhex('00ff0' || i % 10)) as bin,
        date '1900-01-01' + i::int as day, time '23:59:59.999999' as clock,
        timestamp '1969-12-31 23:59:59.999999' + to_days(i::int) as moment,
        '2020-01-01 00:00:00.123456789'::timestamp_ns as nanos,
        timestamptz '2020-06-01 12:00:00+02' as utc,
        to_months(i::int) + to_days(2) + to_microseconds(-1) as span,
        if(i % 5 = 0, null, [i, null, i + 1]) as list, {'a': i, 'b c': ['x', null]} as struct,
        map {'k' || i: i, 'l': null} as map, null as nothing, ('e' || i % 3)::enum_type as word,
        [interval 1 day, null] as spans, {'s': interval 1 month, 'n': null} as deep
      from range(100) t(i) order by i
      """;

  @Test
  void everyTypeComesBack(@TempDir Path home) throws Exception {
    try (Doors doors = Doors.open(home);
        BufferAllocator allocator = new RootAllocator();
        DuckDb duckDb = DuckDb.open(new DuckDbSettings(1L << 28, 1, home.resolve("test")));
        FlightClient client =
            FlightClient.builder(allocator, Location.forGrpcInsecure("127.0.0.1", doors.grpcPort()))
                .build()) {
      duckDb.execute("create type enum_type as enum ('e0', 'e1', 'e2')");
      JsonNode first = put(client, duckDb, allocator, 41, "");
      String one = id(duckDb, allocator, 1);
      assertThat(first.path("contentId").asString()).isEqualTo(one);
      assertThat(got(client)).isEqualTo(one);
      JsonNode second = put(client, duckDb, allocator, 7, "{\"mode\": \"append\"}");
      String two = id(duckDb, allocator, 2);
      assertThat(second.path("rows").asInt()).isEqualTo(2 * ROWS);
      assertThat(second.path("contentId").asString()).isEqualTo(two);
      assertThat(got(client)).isEqualTo(two);
    }
  }

  private static FlightDescriptor path() {
    return FlightDescriptor.path("flight", "types");
  }

  private interface Rows {
    void read(ArrowReader reader) throws Exception;
  }

  private static void rows(DuckDb duckDb, int batchRows, BufferAllocator allocator, Rows rows)
      throws Exception {
    try (Connection connection = duckDb.connect();
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(EVERY_TYPE);
        ArrowReader reader = DuckDb.read(result, batchRows, allocator)) {
      rows.read(reader);
    }
  }

  /** Puts the rows as the engine exports them, enums as dictionaries. */
  private static JsonNode put(
      FlightClient client, DuckDb duckDb, BufferAllocator allocator, int batchRows, String options)
      throws Exception {
    byte[] metadata = options.getBytes(StandardCharsets.UTF_8);
    JsonNode[] answer = new JsonNode[1];
    rows(
        duckDb,
        batchRows,
        allocator,
        reader -> {
          // dictionaries are there with the first batch, and a put begins by sending them
          boolean more = reader.loadNextBatch();
          try (SyncPutListener listener = new SyncPutListener()) {
            FlightClient.ClientStreamListener put =
                client.startPut(path(), reader.getVectorSchemaRoot(), reader, listener, ADA);
            boolean first = true;
            while (more) {
              if (first && metadata.length > 0) {
                ArrowBuf said = allocator.buffer(metadata.length);
                said.writeBytes(metadata);
                put.putNext(said);
              } else {
                put.putNext();
              }
              first = false;
              more = reader.loadNextBatch();
            }
            put.completed();
            try (PutResult result = listener.read()) {
              byte[] json = new byte[(int) result.getApplicationMetadata().readableBytes()];
              result.getApplicationMetadata().getBytes(0, json);
              answer[0] = Json.mapper().readTree(json);
            }
            put.getResult();
          }
        });
    return answer[0];
  }

  /** The id of the rows, so many times behind each other. */
  private static String id(DuckDb duckDb, BufferAllocator allocator, int times) throws Exception {
    TableDigest[] digest = new TableDigest[1];
    for (int i = 0; i < times; i++) {
      rows(
          duckDb,
          ROWS,
          allocator,
          reader -> {
            while (reader.loadNextBatch()) {
              try (VectorSchemaRoot batch =
                  CanonicalRows.normalize(reader.getVectorSchemaRoot(), reader, 0, allocator)) {
                digest[0] = digest(digest[0], batch);
              }
            }
          });
    }
    return digest[0].finish().id().toString();
  }

  private static TableDigest digest(@Nullable TableDigest before, VectorSchemaRoot batch) {
    TableSchema schema = ArrowSchemas.fromArrow(batch.getSchema());
    assertThat(batch.getSchema()).isEqualTo(ArrowSchemas.toArrow(schema));
    TableDigest digest = before == null ? new TableDigest(DigestAlgorithm.SHA256, schema) : before;
    digest.add(batch);
    return digest;
  }

  private static String got(FlightClient client) throws Exception {
    @Nullable TableDigest digest = null;
    for (FlightEndpoint endpoint : client.getInfo(path(), ADA).getEndpoints()) {
      try (FlightStream stream = client.getStream(endpoint.getTicket(), ADA)) {
        while (stream.next()) {
          digest = digest(digest, stream.getRoot());
        }
      }
    }
    return Objects.requireNonNull(digest).finish().id().toString();
  }
}
