package io.optima.query.secure;

import io.optima.identity.ArrowSchemas;
import io.optima.identity.LeafIndex;
import io.optima.identity.LeafRange;
import io.optima.model.ErrorCode;
import io.optima.model.OptimaException;
import io.optima.model.dataset.Manifest.Chunk;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.VectorUnloader;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.types.pojo.Schema;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All rows of a chunk, which on their way are written to the cache of decoded columns. They get
 * into it only when the chunk was read to its end and every column has the digests that the content
 * id vouches for. Trouble with the cache is no trouble for who reads.
 */
final class FillingReader extends ArrowReader {
  private static final Logger LOG = LoggerFactory.getLogger(FillingReader.class);

  private final ArrowReader source;
  private final Chunk chunk;
  private final Projection columns;
  private final LeafIndex leaves;
  private final DecodedColumns cache;
  private final List<ColumnWriter> writers = new ArrayList<>();
  private boolean filling = true;
  private long rows;

  FillingReader(
      ArrowReader source,
      Chunk chunk,
      Projection columns,
      LeafIndex leaves,
      DecodedColumns cache,
      BufferAllocator allocator) {
    super(allocator);
    this.source = source;
    this.chunk = chunk;
    this.columns = columns;
    this.leaves = leaves;
    this.cache = cache;
  }

  @Override
  public boolean loadNextBatch() throws IOException {
    prepareLoadNextBatch();
    if (!source.loadNextBatch()) {
      finish();
      return false;
    }
    loadRecordBatch(new VectorUnloader(source.getVectorSchemaRoot()).getRecordBatch());
    write(getVectorSchemaRoot());
    return true;
  }

  private void write(VectorSchemaRoot batch) {
    // a batch has to be a leaf, or the last one
    boolean aligned = rows % LeafRange.LEAF_ROWS == 0;
    rows += batch.getRowCount();
    if (filling && !aligned) {
      abandon();
    }
    if (!filling) {
      return;
    }
    try {
      if (writers.isEmpty()) {
        start(batch);
      }
      for (ColumnWriter writer : writers) {
        writer.write(batch.getRowCount());
      }
    } catch (IOException e) {
      LOG.warn("reading without filling the cache of decoded columns", e);
      abandon();
    }
  }

  private void start(VectorSchemaRoot batch) throws IOException {
    for (int i = 0; i < columns.wanted().fields().size(); i++) {
      var key = new DecodedColumns.Key(chunk.digest(), columns.wanted().fields().get(i));
      if (!cache.has(key)) {
        writers.add(
            ColumnWriter.open(key, batch.getVector(i), leaves.algorithm(), cache.newFile()));
      }
    }
  }

  private void finish() {
    if (!filling) {
      return;
    }
    filling = false;
    for (ColumnWriter writer : writers) {
      keep(writer);
    }
    writers.clear();
  }

  private void keep(ColumnWriter writer) {
    boolean matches = false;
    try (writer) {
      writer.finish();
      int index = columns.table().names().indexOf(writer.key().field().name());
      matches = rows == chunk.rows() && writer.matches(leaves, chunk.first(), index);
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
