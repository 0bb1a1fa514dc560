package io.optima.query.publish;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * An upload's file while the upload comes in: one thread tells how much there is, another reads
 * what is there and waits for the rest.
 */
final class Arriving {
  private static final int COPY_BUFFER = 1 << 18;

  private final Path file;
  private long bytes;
  private boolean whole;
  private boolean stopped;

  Arriving(Path file) {
    this.file = file;
  }

  Path file() {
    return file;
  }

  synchronized void more(int count) {
    bytes += count;
    notifyAll();
  }

  /** There is no more to come. */
  synchronized void end() {
    whole = true;
    notifyAll();
  }

  /** Ends all reading: nobody needs it any more. */
  synchronized void stop() {
    stopped = true;
    notifyAll();
  }

  /**
   * Waits for the first bytes.
   *
   * @return the file itself when there are no more than that, else a copy of its first whole lines
   */
  Path sample(int size, Path copy) throws IOException {
    if (await(size) <= size) {
      return file;
    }
    try (InputStream in = open();
        OutputStream out = Files.newOutputStream(copy)) {
      byte[] buffer = new byte[COPY_BUFFER];
      for (int left = size; left > 0; left -= buffer.length) {
        int read = in.readNBytes(buffer, 0, Math.min(left, buffer.length));
        out.write(buffer, 0, left > buffer.length ? read : lines(buffer, read));
      }
    }
    return copy;
  }

  private static int lines(byte[] bytes, int length) {
    int end = length;
    while (end > 0 && bytes[end - 1] != '\n') {
      end--;
    }
    return end;
  }

  /** The file from its beginning to the upload's end. */
  InputStream open() {
    try {
      return new Following(new RandomAccessFile(file.toFile(), "r"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Waits until there is more than {@code at} or there will be no more; how much there is. */
  private synchronized long await(long at) throws IOException {
    try {
      while (bytes <= at && !whole && !stopped) {
        wait();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("the upload was not awaited");
    }
    if (stopped) {
      throw new IOException("the upload is not read any more");
    }
    return bytes;
  }

  private final class Following extends InputStream {
    private final RandomAccessFile in;
    private long at;

    Following(RandomAccessFile in) {
      this.in = in;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      long there = await(at) - at;
      if (there <= 0) {
        return -1;
      }
      int read = in.read(target, offset, (int) Math.min(length, there));
      at += Math.max(read, 0);
      return read;
    }

    @Override
    public void close() throws IOException {
      in.close();
    }
  }
}
