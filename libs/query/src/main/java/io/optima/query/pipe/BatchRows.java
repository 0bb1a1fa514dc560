package io.optima.query.pipe;

import io.optima.model.ErrorCode;
import io.optima.model.OptimaException;
import io.optima.query.format.OpenRows;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.OutOfMemoryException;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.ipc.ArrowStreamReader;
import org.apache.arrow.vector.ipc.ReadChannel;
import org.apache.arrow.vector.ipc.message.MessageChannelReader;
import org.apache.arrow.vector.ipc.message.MessageResult;
import org.apache.arrow.vector.util.ValueVectorUtility;
import org.jspecify.annotations.Nullable;

/** Record batches as a process writes them, each checked before anybody looks into it. */
final class BatchRows implements OpenRows {
  private static final long MOST_BODY = 256L << 20;
  private static final int BUFFER = 1 << 20;

  private final Batches reader;

  BatchRows(InputStream output, BufferAllocator allocator) {
    InputStream buffered = new BufferedInputStream(output, BUFFER);
    this.reader = new Batches(new CheckedMessages(buffered, MOST_BODY), allocator);
  }

  /** Remembers the last message's body, which Arrow forgets when it turns out to be damaged. */
  private static final class Messages extends MessageChannelReader {
    private @Nullable ArrowBuf body;

    Messages(InputStream messages, BufferAllocator allocator) {
      super(new ReadChannel(Channels.newChannel(messages)), allocator);
    }

    @Override
    public @Nullable MessageResult readNext() throws IOException {
      MessageResult next = super.readNext();
      body = next == null ? null : next.getBodyBuffer();
      return next;
    }

    void release() {
      while (body != null && body.refCnt() > 0) {
        body.getReferenceManager().release();
      }
    }
  }

  private static final class Batches extends ArrowStreamReader {
    private final InputStream bytes;
    private final Messages messages;
    private long batch;
    private boolean isDamaged = true;

    Batches(InputStream bytes, BufferAllocator allocator) {
      this(bytes, new Messages(bytes, allocator), allocator);
    }

    private Batches(InputStream bytes, Messages messages, BufferAllocator allocator) {
      super(messages, allocator);
      this.bytes = bytes;
      this.messages = messages;
    }

    @Override
    public boolean loadNextBatch() throws IOException {
      batch++;
      isDamaged = true;
      boolean isThere = load();
      isDamaged = false;
      return isThere;
    }

    private boolean load() throws IOException {
      if (super.loadNextBatch()) {
        // offsets are believed by native code later on
        ValueVectorUtility.validateFull(getVectorSchemaRoot());
        return true;
      }
      // only the end of the bytes tells that the process ended well
      if (bytes.read() >= 0) {
        throw new IOException("there are bytes behind the end of the Arrow stream");
      }
      return false;
    }

    @Override
    public void close() throws IOException {
      super.close();
      if (isDamaged) {
        messages.release();
      }
    }
  }

  @Override
  public ArrowReader reader() {
    return reader;
  }

  @Override
  public OptimaException explain(Exception failure) {
    if (failure instanceof OutOfMemoryException) {
      return OptimaException.of(
          ErrorCode.RESOURCE_EXHAUSTED, "record batch %d is too large", reader.batch);
    }
    String place = reader.batch == 0 ? "the schema" : "record batch " + reader.batch;
    return new OptimaException(
        ErrorCode.INVALID_ARGUMENT,
        failure instanceof CheckedMessages.BadOutputException
            ? place + ": " + failure.getMessage()
            : place + " is damaged, or not one that follows the schema",
        failure);
  }

  @Override
  public void close() throws IOException {
    reader.close();
  }
}
