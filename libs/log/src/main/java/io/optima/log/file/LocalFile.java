package io.optima.log.file;

import io.optima.log.JournalFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Writes through one channel, which only the writer uses, and reads through another: an interrupt
 * closes the channel its thread reads, which must not end the journal.
 */
final class LocalFile implements JournalFile {
  private final Path path;
  private final FileChannel out;
  private final Object opening = new Object();
  private FileChannel in;
  private boolean closed;

  LocalFile(Path path, FileChannel out) throws IOException {
    this.path = path;
    this.out = out;
    this.in = FileChannel.open(path, StandardOpenOption.READ);
  }

  @Override
  public long size() throws IOException {
    return out.size();
  }

  @Override
  public void write(long position, ByteBuffer bytes) throws IOException {
    LocalFiles.write(out, position, bytes);
  }

  @Override
  public void read(long position, ByteBuffer into) throws IOException {
    long at = position;
    while (into.hasRemaining()) {
      FileChannel channel = channel();
      try {
        int read = channel.read(into, at);
        if (read < 0) {
          return;
        }
        at += read;
      } catch (ClosedByInterruptException e) {
        throw e;
      } catch (ClosedChannelException e) {
        reopen(e);
      }
    }
  }

  private FileChannel channel() {
    synchronized (opening) {
      return in;
    }
  }

  /** Another reader's interrupt closed the channel. */
  private void reopen(ClosedChannelException reason) throws IOException {
    synchronized (opening) {
      if (closed) {
        throw reason;
      }
      if (!in.isOpen()) {
        in = FileChannel.open(path, StandardOpenOption.READ);
      }
    }
  }

  @Override
  public void force() throws IOException {
    out.force(false);
  }

  @Override
  public void close() throws IOException {
    synchronized (opening) {
      closed = true;
      try (FileChannel first = out;
          FileChannel second = in) {
        // both are closed, whatever the other does
      }
    }
  }
}
