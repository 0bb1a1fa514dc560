package io.optima.query.stream;

import io.optima.identity.Peaks;
import io.optima.identity.RecordDigest;
import io.optima.model.DigestAlgorithm;
import io.optima.model.OptimaException;
import io.optima.model.stream.RecordSchema;
import io.optima.model.stream.SealedManifest;
import io.optima.model.stream.SealedManifest.SealedChunk;
import io.optima.model.stream.StreamRecord;
import io.optima.query.duckdb.DuckDb;
import io.optima.query.duckdb.DuckDbSettings;
import io.optima.store.PublishSession;
import io.optima.store.Store;
import io.optima.store.StoreSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.jspecify.annotations.Nullable;

/** A store, and what seals into it and reads from it, for all tries of a test. */
public final class SealedStreams implements AutoCloseable {
  static final UUID STREAM = UUID.fromString("01234567-89ab-cdef-0123-456789abcdef");
  static final int PARTITION = 3;
  static final long APPENDED = 1_700_000_000_000_000L;

  private final Path folder;
  private final Store store;
  private final DuckDb duckDb;
  private final BufferAllocator allocator = new RootAllocator();

  public SealedStreams() {
    try {
      folder = Files.createTempDirectory("optima-streams");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    store = Store.open(StoreSettings.in(folder));
    duckDb = DuckDb.open(new DuckDbSettings(1L << 29, 2, folder.resolve("spill")));
  }

  public Store store() {
    return store;
  }

  DuckDb duckDb() {
    return duckDb;
  }

  BufferAllocator allocator() {
    return allocator;
  }

  SealedRecords records() {
    return new SealedRecords(duckDb, store.chunks(), allocator);
  }

  /** Seals groups of records as one batch each. */
  SealedManifest seal(
      SealSettings settings,
      DigestAlgorithm algorithm,
      @Nullable SealedManifest base,
      List<List<StreamRecord>> groups) {
    return seal(settings, algorithm, null, base, groups);
  }

  /** The same with columns. */
  SealedManifest seal(
      SealSettings settings,
      DigestAlgorithm algorithm,
      @Nullable RecordSchema schema,
      @Nullable SealedManifest base,
      List<List<StreamRecord>> groups) {
    try (PublishSession session = store.publish()) {
      Sealing.Target target = new Sealing.Target(STREAM, PARTITION, algorithm, schema);
      Sealing.Sealed sealed =
          new Sealing(duckDb, settings, allocator)
              .seal(
                  session,
                  target,
                  base,
                  batches(base == null ? 0 : base.end(), groups).iterator(),
                  List::of);
      session.release();
      return stored(sealed);
    }
  }

  /** Of chunks that are not expected to be damaged. */
  static void fail(OptimaException damaged) {
    throw damaged;
  }

  /** The manifest as the store has it. */
  SealedManifest stored(Sealing.Sealed sealed) {
    byte[] json = store.chunks().get(sealed.manifest());
    return io.optima.store.Json.read(json, SealedManifest.class);
  }

  static List<TailBatch> batches(long offset, List<List<StreamRecord>> groups) {
    List<TailBatch> batches = new ArrayList<>();
    long first = offset;
    for (List<StreamRecord> group : groups) {
      ByteBuffer payload = ByteBuffer.wrap(RecordBatches.encode(group));
      batches.add(new TailBatch(first, group.size(), APPENDED, payload));
      first += group.size();
    }
    return batches;
  }

  /** All records from an offset on, as {@link Seen}. */
  List<Seen> read(SealedManifest manifest, long offset) {
    List<Seen> found = new ArrayList<>();
    try (SealedBatches batches = records().read(manifest, offset)) {
      while (batches.hasNext()) {
        SealedBatch batch = batches.next();
        TailBatch same = new TailBatch(batch.firstOffset(), batch.records(), 0, batch.payload());
        long at = batch.firstOffset();
        for (StreamRecord record : RecordBatches.decode(same)) {
          found.add(Seen.of(at++, record));
        }
      }
    }
    return found;
  }

  static Peaks peaks(DigestAlgorithm algorithm, long first, List<StreamRecord> records) {
    RecordDigest digest = new RecordDigest(algorithm);
    return Peaks.of(algorithm, first, records.stream().map(digest::of).toList());
  }

  static String peaks(SealedChunk chunk, DigestAlgorithm algorithm, List<StreamRecord> all) {
    List<StreamRecord> its = all.subList((int) chunk.first(), (int) chunk.end());
    return PeaksText.of(peaks(algorithm, chunk.first(), its));
  }

  @Override
  public void close() throws IOException {
    allocator.close();
    duckDb.close();
    store.close();
    try (var left = Files.walk(folder)) {
      left.sorted(Comparator.reverseOrder()).forEach(path -> path.toFile().delete());
    }
  }
}
