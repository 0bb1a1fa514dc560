package io.optima.query.secure;

import io.optima.identity.PartitionIdentity;
import io.optima.identity.PartitionIdentity.Shown;
import io.optima.identity.Peaks;
import io.optima.model.ChunkDigest;
import io.optima.model.ContentId;
import io.optima.model.ErrorCode;
import io.optima.model.OptimaException;
import io.optima.model.dataset.ContentKind;
import io.optima.model.dataset.LogEntry;
import io.optima.model.dataset.Manifest;
import io.optima.model.dataset.Manifest.Chunk;
import io.optima.model.dataset.Version;
import io.optima.model.stream.PartitionEntry;
import io.optima.model.stream.PartitionRef;
import io.optima.model.stream.SealedManifest;
import io.optima.model.stream.SealedManifest.SealedChunk;
import io.optima.query.duckdb.DuckDb;
import io.optima.query.secure.StreamMoment.Lane;
import io.optima.query.stream.PeaksText;
import io.optima.query.stream.RecordColumns;
import io.optima.query.stream.TailBatch;
import io.optima.query.stream.TailFiles;
import io.optima.query.stream.TailFiles.TailFile;
import io.optima.query.stream.Tails;
import io.optima.store.IoFailures;
import io.optima.store.PartitionLog;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Spliterators;
import java.util.UUID;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.jspecify.annotations.Nullable;

/**
 * Reads streams as tables: the sealed chunks of all partitions, and of each a file of the records
 * behind them. Each partition is seen at one offset, with every record that was acknowledged before
 * once.
 */
final class StreamTables implements AutoCloseable {
  private static final int TRIES = 10;

  private final PartitionLog log;
  private final Tails tails;
  private final TailChunks chunks;
  private final ProcessFolder folder;
  private final BufferAllocator allocator = new RootAllocator();
  private final TailFiles files;

  /**
   * @param duckDb writes the files of tails; stays the caller's
   * @param spill below which these files lie
   */
  StreamTables(PartitionLog log, Tails tails, TailChunks chunks, DuckDb duckDb, Path spill) {
    this.log = log;
    this.tails = tails;
    this.chunks = chunks;
    this.folder = open(spill.resolve("tails"));
    this.files = new TailFiles(duckDb, allocator);
  }

  private static ProcessFolder open(Path root) {
    try {
      return ProcessFolder.open(root);
    } catch (IOException e) {
      throw IoFailures.of("create " + root, e);
    }
  }

  /** The stream as it is now, as version {@code number}. */
  StreamMoment read(LogEntry head, long number) {
    io.optima.model.stream.Stream stream = Objects.requireNonNull(head.stream());
    Reading reading = new Reading(head, stream);
    try {
      boolean isTopic = stream.settings().kafka() != null;
      int partitions = tails.partitions(stream.settings());
      for (int i = 0; i < partitions; i++) {
        PartitionRef partition = new PartitionRef(head.dataset(), i);
        if (isTopic) {
          reading.topic(partition);
        } else {
          reading.partition(partition);
        }
      }
      return reading.moment(number);
    } catch (RuntimeException e) {
      reading.tailNames.forEach(chunks::release);
      throw e;
    }
  }

  private final class Reading {
    private final LogEntry head;
    private final io.optima.model.stream.Stream stream;
    private final List<Lane> lanes = new ArrayList<>();
    private final List<Chunk> parts = new ArrayList<>();
    private final List<Shown> shown = new ArrayList<>();
    private final List<ChunkDigest> tailNames = new ArrayList<>();
    private long rows;

    Reading(LogEntry head, io.optima.model.stream.Stream stream) {
      this.head = head;
      this.stream = stream;
    }

    void partition(PartitionRef partition) {
      for (int left = TRIES; left > 0; left--) {
        Lane lane = look(partition);
        Peaks before = peaks(lane);
        try (Tails.Tail tail = tails.open(partition, lane.sealedEnd())) {
          TailBatch first = tail.hasNext() ? tail.next() : null;
          if (first == null ? !hasMoved(lane) : first.firstOffset() == lane.sealedEnd()) {
            add(lane, before, first == null ? null : write(partition, before, first, tail));
            return;
          }
        }
      }
      throw tooFast(partition);
    }

    /** What the topic dropped since we looked may have been sealed before. */
    void topic(PartitionRef partition) {
      for (int left = TRIES; left > 0; left--) {
        Lane lane = look(partition);
        Peaks before = peaks(lane);
        try (Tails.Tail tail = tails.topic(stream.settings(), partition, lane.sealedEnd())) {
          TailBatch first = tail.hasNext() ? tail.next() : null;
          boolean joins = first != null && first.firstOffset() == lane.sealedEnd();
          if (joins || !hasMoved(lane)) {
            add(lane, before, first == null ? null : write(partition, before, first, tail));
            return;
          }
        }
      }
      throw tooFast(partition);
    }

    private static OptimaException tooFast(PartitionRef partition) {
      return OptimaException.of(
          ErrorCode.UNAVAILABLE, "partition %s moves too fast to be read: try again", partition);
    }

    private Lane look(PartitionRef partition) {
      ChunkDigest address = log.head(partition).map(PartitionEntry::manifest).orElse(null);
      SealedManifest manifest = address == null ? null : log.sealed(address);
      return new Lane(partition, address, manifest, manifest == null ? 0 : manifest.end());
    }

    /** Whether what was in the journal was sealed since we looked. */
    private boolean hasMoved(Lane lane) {
      return log.head(lane.partition()).map(PartitionEntry::end).orElse(0L) > lane.sealedEnd();
    }

    private Peaks peaks(Lane lane) {
      SealedManifest manifest = lane.sealed();
      return manifest == null ? Peaks.none(head.algorithm(), 0) : PeaksText.parse(manifest.peaks());
    }

    private TailFile write(
        PartitionRef partition, Peaks before, TailBatch first, Iterator<TailBatch> others) {
      Path path = folder.path().resolve("tail-" + UUID.randomUUID() + ".parquet");
      TailFile file =
          files.write(
              partition.number(),
              stream.settings().schema(),
              before,
              prepended(first, others),
              stream.settings().kafka() != null,
              path);
      tailNames.add(chunks.add(path));
      return file;
    }

    private void add(Lane lane, Peaks before, @Nullable TailFile tail) {
      List<SealedChunk> stored = lane.sealed() == null ? List.of() : lane.sealed().chunks();
      stored.forEach(chunk -> part(chunk.digest(), chunk.bytes(), chunk.records()));
      Peaks all = before;
      if (tail != null) {
        all = before.then(tail.records());
        part(tailNames.getLast(), tail.bytes(), tail.rows());
      }
      lanes.add(new Lane(lane.partition(), lane.address(), lane.sealed(), all.end()));
      ContentId id = PartitionIdentity.of(stream.id(), lane.partition().number(), all);
      shown.add(new Shown(lane.begin(), id));
    }

    private void part(ChunkDigest digest, long bytes, long records) {
      parts.add(new Chunk(digest, bytes, rows, records));
      rows += records;
    }

    StreamMoment moment(long number) {
      ContentId content = PartitionIdentity.ofStream(head.algorithm(), stream.id(), shown);
      long bytes = parts.stream().mapToLong(Chunk::bytes).sum();
      Manifest manifest =
          new Manifest(
              Manifest.FORMAT,
              ContentKind.TABLE,
              content,
              RecordColumns.of(stream.settings().schema()),
              HexFormat.of().formatHex(content.bytes()),
              rows,
              bytes,
              parts,
              null);
      return new StreamMoment(version(number, manifest), manifest, lanes, tailNames);
    }

    private Version version(long number, Manifest manifest) {
      return new Version(
          number,
          manifest.content(),
          TailChunks.newName(),
          manifest.kind(),
          manifest.schema(),
          manifest.rows(),
          manifest.bytes(),
          manifest.chunks().size(),
          null,
          List.of(),
          null,
          head.author(),
          Instant.ofEpochMilli(number),
          "");
    }
  }

  private static Iterator<TailBatch> prepended(TailBatch first, Iterator<TailBatch> others) {
    return Stream.concat(
            Stream.of(first),
            StreamSupport.stream(Spliterators.spliteratorUnknownSize(others, 0), false))
        .iterator();
  }

  @Override
  public void close() {
    try (folder) {
      allocator.close();
    }
  }
}
