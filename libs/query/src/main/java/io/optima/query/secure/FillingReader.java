package io.optima.query.secure;

import io.optima.identity.ArrowSchemas;
import io.optima.identity.LeafIndex;
import io.optima.identity.LeafRange;
import io.optima.model.ErrorCode;
import io.optima.model.OptimaException;
import io.optima.model.dataset.Manifest.Chunk;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.VectorUnloader;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Rows of a chunk, whose whole segments are written to the cache of decoded columns on their way.
 * They get into it only when they were read to their end and every column has the digests that the
 * content id vouches for. Trouble with the cache is no trouble for who reads.
 */
final class FillingReader extends ArrowReader {
  private static final Logger LOG = LoggerFactory.getLogger(FillingReader.class);

  private final ArrowReader source;
  private final Chunk chunk;
  private final Projection columns;
  private final LeafIndex leaves;
  private final DecodedColumns cache;
  private final List<ColumnWriter> writers = new ArrayList<>();
  private final Iterator<Segment> segments;
  private @Nullable Segment segment;
  private boolean filling = true;
  private long at;

  FillingReader(
      ArrowReader source,
      Chunk chunk,
      Projection columns,
      RowRange range,
      LeafIndex leaves,
      DecodedColumns cache,
      BufferAllocator allocator) {
    super(allocator);
    this.source = source;
    this.chunk = chunk;
    this.columns = columns;
    this.leaves = leaves;
    this.cache = cache;
    this.at = range.first();
    this.segments =
        Segment.of(chunk, range).stream().filter(part -> part.isWithin(range)).iterator();
    this.segment = segments.hasNext() ? segments.next() : null;
  }

  @Override
  public boolean loadNextBatch() throws IOException {
    prepareLoadNextBatch();
    if (!source.loadNextBatch()) {
      return false;
    }
    loadRecordBatch(new VectorUnloader(source.getVectorSchemaRoot()).getRecordBatch());
    write(getVectorSchemaRoot());
    return true;
  }

  private void write(VectorSchemaRoot batch) {
    Segment part = segment;
    long end = at + batch.getRowCount();
    if (filling && part != null && end > part.first()) {
      boolean aligned = (at - part.first()) % LeafRange.LEAF_ROWS == 0 && end <= part.end();
      if (aligned) {
        write(batch, part, end == part.end());
      } else {
        abandon(); // batches are not leaves: the reader began in the middle of one
      }
    }
    at = end;
  }

  private void write(VectorSchemaRoot batch, Segment part, boolean last) {
    try {
      if (writers.isEmpty()) {
        start(batch, part);
      }
      for (ColumnWriter writer : writers) {
        writer.write(batch.getRowCount());
      }
    } catch (IOException e) {
      LOG.warn("reading without filling the cache of decoded columns", e);
      abandon();
      return;
    }
    if (last) {
      finish(part);
    }
  }

  private void start(VectorSchemaRoot batch, Segment part) throws IOException {
    for (int i = 0; i < columns.wanted().fields().size(); i++) {
      var key = new DecodedColumns.Key(chunk.digest(), part, columns.wanted().fields().get(i));
      if (!cache.has(key)) {
        writers.add(
            ColumnWriter.open(key, batch.getVector(i), leaves.algorithm(), cache.newFile()));
      }
    }
  }

  private void finish(Segment part) {
    List<ColumnWriter> complete = List.copyOf(writers);
    writers.clear();
    segment = segments.hasNext() ? segments.next() : null;
    complete.forEach(writer -> keep(writer, part));
  }

  private void keep(ColumnWriter writer, Segment part) {
    boolean matches = false;
    try (writer) {
      writer.finish();
      int index = columns.table().names().indexOf(writer.key().field().name());
      matches = writer.matches(leaves, chunk.first() + part.first(), index);
      if (!matches) {
        throw mismatch(writer);
      }
    } catch (IOException e) {
      matches = false;
      LOG.warn("a decoded column could not be written", e);
    } finally {
      if (matches) {
        cache.keep(writer.key(), writer.path());
      } else {
        DecodedColumns.remove(writer.path());
      }
    }
  }

  private OptimaException mismatch(ColumnWriter writer) {
    return OptimaException.of(
        ErrorCode.CORRUPT,
        "column '%s' of chunk %s does not hold the rows that the content id stands for",
        writer.key().field().name(),
        chunk.digest());
  }

  private void abandon() {
    filling = false;
    for (ColumnWriter writer : writers) {
      try (writer) {
        DecodedColumns.remove(writer.path());
      } catch (IOException e) {
        LOG.warn("a decoded column could not be closed", e);
      }
    }
    writers.clear();
  }

  @Override
  public long bytesRead() {
    return source.bytesRead();
  }

  @Override
  protected void closeReadSource() throws IOException {
    abandon();
    source.close();
  }

  @Override
  protected Schema readSchema() {
    return ArrowSchemas.toArrow(columns.wanted());
  }
}
