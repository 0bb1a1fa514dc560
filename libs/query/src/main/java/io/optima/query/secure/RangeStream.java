package io.optima.query.secure;

import io.optima.model.dataset.Manifest.Chunk;
import io.optima.store.ChunkStore;
import io.optima.store.PinnedFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Bytes of a range of chunks, one verified chunk file open at a time. Not for several threads. */
final class RangeStream extends InputStream {
  private final Iterator<Chunk> chunks;
  private final RowRange range;
  private final ChunkStore store;
  private @Nullable Part part;

  RangeStream(List<Chunk> chunks, RowRange range, ChunkStore store) {
    this.chunks =
        chunks.stream()
            .filter(chunk -> !range.within(chunk.first(), chunk.bytes()).isEmpty())
            .iterator();
    this.range = range;
    this.store = store;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    while (true) {
      Part current = part == null ? next() : part;
      if (current == null) {
        return -1;
      }
      int count = current.read(target, offset, length);
      if (count > 0) {
        return count;
      }
      close();
    }
  }

  private @Nullable Part next() throws IOException {
    if (!chunks.hasNext()) {
      return null;
    }
    Chunk chunk = chunks.next();
    part = Part.open(store.local(chunk.digest()), range.within(chunk.first(), chunk.bytes()));
    return part;
  }

  @Override
  public void close() throws IOException {
    Part current = part;
    part = null;
    if (current != null) {
      current.close();
    }
  }

  /** The wanted bytes of one chunk file. */
  private static final class Part implements AutoCloseable {
    private final PinnedFile file;
    private final FileChannel channel;
    private final long end;
    private long at;

    private Part(PinnedFile file, FileChannel channel, RowRange range) {
      this.file = file;
      this.channel = channel;
      this.at = range.first();
      this.end = range.end();
    }

    static Part open(PinnedFile file, RowRange range) throws IOException {
      try {
        return new Part(file, FileChannel.open(file.path(), StandardOpenOption.READ), range);
      } catch (IOException e) {
        file.close();
        throw e;
      }
    }

    int read(byte[] target, int offset, int length) throws IOException {
      int most = (int) Math.min(length, end - at);
      if (most == 0) {
        return -1;
      }
      int count = channel.read(ByteBuffer.wrap(target, offset, most), at);
      if (count < 0) {
        throw new IOException("a chunk file became shorter while it was read");
      }
      at += count;
      return count;
    }

    @Override
    public void close() throws IOException {
      try (file) {
        channel.close();
      }
    }
  }
}
