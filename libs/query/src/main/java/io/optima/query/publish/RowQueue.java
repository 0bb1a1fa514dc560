package io.optima.query.publish;

import io.optima.model.ErrorCode;
import io.optima.model.OptimaException;
import java.io.IOException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.VectorUnloader;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.ipc.message.ArrowRecordBatch;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Hands batches of rows from the thread that reads them to the one that writes chunks, a few at a
 * time. Between chunks stands a mark.
 */
final class RowQueue implements AutoCloseable {
  private static final int BATCHES = 8;
  private static final long LOOK_AGAIN_MS = 100;

  private sealed interface Item {}

  private record Rows(ArrowRecordBatch batch) implements Item {}

  private record EndOfChunk() implements Item {}

  private record EndOfRows() implements Item {}

  private final BlockingQueue<Item> items = new ArrayBlockingQueue<>(BATCHES);
  private final Schema schema;
  private final Consumer<VectorSchemaRoot> looked;
  private final BufferAllocator allocator;
  private volatile boolean closed;
  private volatile boolean ended;
  private @Nullable Rows first;

  /**
   * An empty queue.
   *
   * @param looked sees each batch on the thread that takes it, in order
   */
  RowQueue(Schema schema, Consumer<VectorSchemaRoot> looked, BufferAllocator allocator) {
    this.schema = schema;
    this.looked = looked;
    this.allocator = allocator;
  }

  /** Shares the rows' memory; waits while the queue is full. False when nobody takes any more. */
  boolean put(VectorSchemaRoot rows) {
    Rows item = new Rows(new VectorUnloader(rows).getRecordBatch());
    if (offer(item)) {
      return true;
    }
    item.batch().close();
    return false;
  }

  boolean endChunk() {
    return offer(new EndOfChunk());
  }

  boolean end() {
    return offer(new EndOfRows());
  }

  private boolean offer(Item item) {
    try {
      while (!closed) {
        if (items.offer(item, LOOK_AGAIN_MS, TimeUnit.MILLISECONDS)) {
          return true;
        }
      }
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new OptimaException(ErrorCode.CANCELLED, "the publish was interrupted", e);
    }
  }

  /** Whether another chunk begins; false after the last. */
  boolean hasChunk() throws IOException {
    if (!ended && take() instanceof Rows rows) {
      first = rows;
      return true;
    }
    return false;
  }

  /** The rows of the chunk that begins. */
  ArrowReader chunk() {
    return new ChunkReader();
  }

  private Item take() throws IOException {
    try {
      while (!closed) {
        Item item = items.poll(LOOK_AGAIN_MS, TimeUnit.MILLISECONDS);
        if (item != null) {
          ended = item instanceof EndOfRows;
          return item;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    throw new IOException("no more rows will come");
  }

  /** Ends both sides. */
  void stop() {
    closed = true;
  }

  /** Lets go of what is on its way; no other thread uses the queue any more. */
  @Override
  public void close() {
    stop();
    if (first != null) {
      first.batch().close();
      first = null;
    }
    for (Item item = items.poll(); item != null; item = items.poll()) {
      if (item instanceof Rows rows) {
        rows.batch().close();
      }
    }
  }

  private final class ChunkReader extends ArrowReader {
    private boolean read;

    ChunkReader() {
      super(RowQueue.this.allocator);
    }

    @Override
    public boolean loadNextBatch() throws IOException {
      prepareLoadNextBatch();
      if (read || !(next() instanceof Rows rows)) {
        read = true;
        return false;
      }
      try (ArrowRecordBatch batch = rows.batch()) {
        loadRecordBatch(batch);
      }
      looked.accept(getVectorSchemaRoot());
      return true;
    }

    private Item next() throws IOException {
      Rows begun = first;
      first = null;
      return begun == null ? take() : begun;
    }

    @Override
    public long bytesRead() {
      return 0;
    }

    @Override
    protected void closeReadSource() {}

    @Override
    protected Schema readSchema() {
      return schema;
    }
  }
}
