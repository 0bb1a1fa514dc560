package io.optima.gateway.flight;

import io.optima.model.OptimaException;
import java.io.IOException;
import java.util.Map;
import java.util.Set;
import org.apache.arrow.flight.FlightStream;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.dictionary.Dictionary;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.types.pojo.Schema;

/** A client's stream of rows, read like any other; the client is a few batches ahead at most. */
final class FlightRows extends ArrowReader {
  private final FlightStream stream;
  private boolean hasFirst;
  private long taken;
  private byte[] firstMetadata = new byte[0];

  private FlightRows(FlightStream stream, BufferAllocator allocator) {
    super(allocator);
    this.stream = stream;
  }

  /** Waits for the first batch. */
  static FlightRows open(FlightStream stream, BufferAllocator allocator) {
    if (stream.getSchema().getFields().isEmpty()) {
      throw OptimaException.invalid("the stream has no columns");
    }
    FlightRows rows = new FlightRows(stream, allocator);
    rows.hasFirst = stream.next();
    ArrowBuf metadata = stream.getLatestMetadata();
    if (metadata != null) {
      rows.firstMetadata = new byte[(int) metadata.readableBytes()];
      metadata.getBytes(metadata.readerIndex(), rows.firstMetadata);
    }
    return rows;
  }

  /** What the client said beside its first batch; empty when it said nothing. */
  byte[] firstMetadata() {
    return firstMetadata.clone();
  }

  @Override
  public VectorSchemaRoot getVectorSchemaRoot() {
    return stream.getRoot();
  }

  @Override
  public boolean loadNextBatch() {
    boolean more = hasFirst || stream.next();
    hasFirst = false;
    if (more) {
      taken += stream.getRoot().getRowCount();
    }
    return more;
  }

  /** Rows read so far. */
  long taken() {
    return taken;
  }

  @Override
  public Map<Long, Dictionary> getDictionaryVectors() {
    Set<Long> ids = stream.getDictionaryProvider().getDictionaryIds();
    return ids.stream().collect(java.util.stream.Collectors.toMap(id -> id, this::lookup));
  }

  @Override
  public Dictionary lookup(long id) {
    return stream.getDictionaryProvider().lookup(id);
  }

  @Override
  public Set<Long> getDictionaryIds() {
    return stream.getDictionaryProvider().getDictionaryIds();
  }

  @Override
  public long bytesRead() {
    return 0;
  }

  /** The stream is closed by whoever opened it. */
  @Override
  protected void closeReadSource() {}

  @Override
  public void close() throws IOException {}

  @Override
  protected Schema readSchema() {
    return stream.getSchema();
  }
}
