package io.optima.query.secure;

import io.optima.model.ErrorCode;
import io.optima.model.OptimaException;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.arrow.flatbuf.Footer;
import org.apache.arrow.flatbuf.Message;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.ForeignAllocation;
import org.apache.arrow.vector.ipc.message.ArrowBlock;
import org.apache.arrow.vector.ipc.message.ArrowFooter;
import org.apache.arrow.vector.ipc.message.ArrowRecordBatch;
import org.apache.arrow.vector.ipc.message.MessageSerializer;

/**
 * An Arrow IPC file of one column, mapped into memory. Its batches are leaves. Batches given out
 * lie in the mapping, which stays as long as any of their buffers is held.
 */
final class DecodedColumn {
  private static final int MAGIC_BYTES = 6;

  /** Continuation marker and length before the metadata of a message. */
  private static final int PREFIX_BYTES = 8;

  private final Arena arena;
  private final MemorySegment file;
  private final List<ArrowBlock> batches;

  /** The cache holds one; at zero the mapping is gone for good. */
  private final AtomicInteger holders = new AtomicInteger(1);

  private DecodedColumn(Arena arena, MemorySegment file, List<ArrowBlock> batches) {
    this.arena = arena;
    this.file = file;
    this.batches = batches;
  }

  static DecodedColumn map(Path path) {
    Arena arena = Arena.ofShared();
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      MemorySegment file = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena);
      return new DecodedColumn(arena, file, batches(file));
    } catch (IOException e) {
      arena.close();
      throw new OptimaException(ErrorCode.INTERNAL, "a decoded column cannot be read", e);
    }
  }

  private static List<ArrowBlock> batches(MemorySegment file) {
    long lengthAt = file.byteSize() - MAGIC_BYTES - Integer.BYTES;
    int length =
        file.get(ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN), lengthAt);
    ByteBuffer footer = file.asSlice(lengthAt - length, length).asByteBuffer();
    return new ArrowFooter(Footer.getRootAsFooter(footer)).getRecordBatches();
  }

  /** Holds the mapping; false when it is gone already. */
  boolean retain() {
    return holders.updateAndGet(count -> count == 0 ? 0 : count + 1) != 0;
  }

  void release() {
    if (holders.decrementAndGet() == 0) {
      arena.close();
    }
  }

  /** The leaf of that number within the segment; to be closed. The caller holds the mapping. */
  ArrowRecordBatch leaf(int number, BufferAllocator allocator) throws IOException {
    ArrowBlock block = batches.get(number);
    long metadataAt = block.getOffset() + PREFIX_BYTES;
    ByteBuffer metadata =
        file.asSlice(metadataAt, block.getMetadataLength() - PREFIX_BYTES).asByteBuffer();
    long bodyAt = block.getOffset() + block.getMetadataLength();
    ArrowBuf body =
        block.getBodyLength() == 0
            ? allocator.getEmpty()
            : wrap(file.asSlice(bodyAt, block.getBodyLength()), allocator);
    return MessageSerializer.deserializeRecordBatch(Message.getRootAsMessage(metadata), body);
  }

  private ArrowBuf wrap(MemorySegment body, BufferAllocator allocator) {
    if (!retain()) {
      throw new IllegalStateException("the column is not held");
    }
    return allocator.wrapForeignAllocation(
        new ForeignAllocation(body.byteSize(), body.address()) {
          @Override
          protected void release0() {
            release();
          }
        });
  }
}
