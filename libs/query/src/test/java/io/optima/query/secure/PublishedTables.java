package io.optima.query.secure;

import io.optima.identity.ArrowSchemas;
import io.optima.identity.CanonicalRows;
import io.optima.identity.TableDigest;
import io.optima.identity.TableIdentity;
import io.optima.model.ChunkDigest;
import io.optima.model.ContentId;
import io.optima.model.DatasetName;
import io.optima.model.DigestAlgorithm;
import io.optima.model.dataset.ContentKind;
import io.optima.model.dataset.Kind;
import io.optima.model.dataset.LogEntry;
import io.optima.model.dataset.Manifest;
import io.optima.model.dataset.Settings;
import io.optima.model.dataset.Version;
import io.optima.model.schema.TableSchema;
import io.optima.query.duckdb.DuckDb;
import io.optima.query.duckdb.DuckDbSettings;
import io.optima.query.duckdb.Sql;
import io.optima.query.format.PhysicalLayout;
import io.optima.store.PublishSession;
import io.optima.store.Store;
import io.optima.store.StoreSettings;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.jspecify.annotations.Nullable;

/** A store on disk with datasets in it, written as chunk files, manifests and commits. */
public final class PublishedTables implements AutoCloseable {
  private final Store store;
  private final DuckDb duckDb;
  private final BufferAllocator allocator = new RootAllocator();

  public PublishedTables(Path home) {
    store = Store.open(StoreSettings.in(home));
    duckDb = DuckDb.open(new DuckDbSettings(1L << 30, 2, home.resolve("spill")));
  }

  public Store store() {
    return store;
  }

  /** Publishes the rows of a query as the next version of a table owned by {@code owner}. */
  public Version table(String name, String owner, Set<String> readers, String sql)
      throws Exception {
    return table(name, owner, readers, sql, 131_072);
  }

  /** As {@link #table(String, String, Set, String)}, with that many rows a chunk. */
  public Version table(String name, String owner, Set<String> readers, String sql, int chunkRows)
      throws Exception {
    duckDb.execute("create or replace table source as " + sql);
    try (PublishSession session = store.publish();
        Connection connection = duckDb.connect();
        Statement statement = connection.createStatement()) {
      try (ResultSet rows = statement.executeQuery("from source");
          ArrowReader reader = DuckDb.read(rows, allocator)) {
        TableSchema schema =
            ArrowSchemas.fromArrow(reader.getVectorSchemaRoot().getSchema(), reader);
        List<Manifest.Chunk> chunks = chunks(session, schema, chunkRows);
        TableIdentity identity = identity(schema, reader);
        ChunkDigest leaves = session.put(identity.leaves().encode());
        Manifest manifest =
            new Manifest(
                Manifest.FORMAT,
                ContentKind.TABLE,
                identity.id(),
                schema,
                identity.root(),
                identity.rows(),
                chunks.stream().mapToLong(Manifest.Chunk::bytes).sum(),
                chunks,
                leaves);
        return commit(session, DatasetName.parse(name), owner, readers, manifest);
      }
    }
  }

  /** Publishes other rows under the content id and the leaves of an honest version. */
  public void impostor(String name, Version honest, String sql) throws Exception {
    duckDb.execute("create or replace table source as " + sql);
    Manifest before = store.manifests().read(honest.manifest());
    TableSchema schema = java.util.Objects.requireNonNull(before.schema());
    try (PublishSession session = store.publish()) {
      List<Manifest.Chunk> chunks = chunks(session, schema, 131_072);
      Manifest manifest =
          new Manifest(
              before.format(),
              before.kind(),
              before.content(),
              schema,
              before.root(),
              before.rows(),
              before.bytes(),
              chunks,
              before.leaves());
      commit(session, DatasetName.parse(name), "ann", Set.of(), manifest);
    }
  }

  /** Publishes bytes as the next version, cut in chunks of that length. */
  public Version bytes(String name, String owner, byte[] content, int chunkBytes) throws Exception {
    try (PublishSession session = store.publish()) {
      List<Manifest.Chunk> chunks = new ArrayList<>();
      for (int at = 0; at < content.length; at += chunkBytes) {
        byte[] part =
            java.util.Arrays.copyOfRange(content, at, Math.min(at + chunkBytes, content.length));
        chunks.add(new Manifest.Chunk(session.put(part), part.length, at, 0));
      }
      byte[] digest = java.security.MessageDigest.getInstance("SHA-256").digest(content);
      Manifest manifest =
          new Manifest(
              Manifest.FORMAT,
              ContentKind.BINARY,
              ContentId.of(DigestAlgorithm.SHA256, digest),
              null,
              "",
              0,
              content.length,
              chunks,
              null);
      return commit(session, DatasetName.parse(name), owner, Set.of(), manifest);
    }
  }

  /** Appends an entry that changes only whether the dataset is dropped. */
  public void drop(String name) {
    LogEntry head = store.datasets().head(DatasetName.parse(name)).orElseThrow();
    append(
        head.dataset(),
        head.sequence() + 1,
        LogEntry.Change.DROPPED,
        head.settings(),
        true,
        head.latest());
  }

  /** Appends an entry that changes the readers. */
  public void readers(String name, Set<String> readers) {
    LogEntry head = store.datasets().head(DatasetName.parse(name)).orElseThrow();
    Settings settings = new Settings(head.settings().owner(), "", Map.of(), readers);
    append(
        head.dataset(),
        head.sequence() + 1,
        LogEntry.Change.SETTINGS,
        settings,
        false,
        head.latest());
  }

  private List<Manifest.Chunk> chunks(PublishSession session, TableSchema schema, int chunkRows)
      throws Exception {
    List<Manifest.Chunk> chunks = new ArrayList<>();
    long rows = count();
    for (long first = 0; first < rows; first += chunkRows) {
      Path file = session.staging().resolve("part" + first + ".parquet");
      duckDb.execute(
          "copy (select %s from source limit %d offset %d) to %s (row_group_size 65536)"
              .formatted(PhysicalLayout.writing(schema), chunkRows, first, Sql.text(file)));
      long bytes = java.nio.file.Files.size(file);
      chunks.add(
          new Manifest.Chunk(session.put(file), bytes, first, Math.min(chunkRows, rows - first)));
    }
    return chunks;
  }

  private long count() throws Exception {
    try (Connection connection = duckDb.connect();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("select count(*) from source")) {
      rows.next();
      return rows.getLong(1);
    }
  }

  private TableIdentity identity(TableSchema schema, ArrowReader reader) throws Exception {
    TableDigest digest = new TableDigest(DigestAlgorithm.SHA256, schema);
    while (reader.loadNextBatch()) {
      try (VectorSchemaRoot batch =
          CanonicalRows.normalize(reader.getVectorSchemaRoot(), allocator)) {
        digest.add(batch);
      }
    }
    return digest.finish();
  }

  private Version commit(
      PublishSession session,
      DatasetName name,
      String owner,
      Set<String> readers,
      Manifest manifest) {
    Optional<LogEntry> head = store.datasets().head(name);
    Version version =
        new Version(
            head.map(LogEntry::latestNumber).orElse(0L) + 1,
            manifest.content(),
            store.manifests().write(session, manifest),
            manifest.kind(),
            manifest.schema(),
            manifest.rows(),
            manifest.bytes(),
            manifest.chunks().size(),
            null,
            List.of(),
            null,
            owner,
            Instant.EPOCH,
            "");
    append(
        name,
        head.map(LogEntry::sequence).orElse(0L) + 1,
        LogEntry.Change.PUBLISHED,
        new Settings(owner, "", Map.of(), readers),
        false,
        version);
    return version;
  }

  private void append(
      DatasetName name,
      long sequence,
      LogEntry.Change change,
      Settings settings,
      boolean dropped,
      @Nullable Version version) {
    store
        .datasets()
        .append(
            new LogEntry(
                sequence,
                change,
                name,
                Kind.IMMUTABLE,
                DigestAlgorithm.SHA256,
                settings,
                dropped,
                version,
                settings.owner(),
                Instant.EPOCH,
                HexFormat.of().toHexDigits(sequence),
                "",
                null));
  }

  @Override
  public void close() {
    allocator.close();
    duckDb.close();
    store.close();
  }
}
