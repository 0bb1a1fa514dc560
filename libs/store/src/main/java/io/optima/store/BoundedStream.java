package io.optima.store;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Ends after so many bytes. */
public final class BoundedStream extends FilterInputStream {
  private long rest;

  public BoundedStream(InputStream in, long length) {
    super(in);
    this.rest = length;
  }

  @Override
  public int read() throws IOException {
    int read = rest > 0 ? super.read() : -1;
    rest -= read < 0 ? 0 : 1;
    return read;
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    if (rest <= 0 && length > 0) {
      return -1;
    }
    int read = super.read(into, offset, (int) Math.min(length, rest));
    rest -= Math.max(read, 0);
    return read;
  }

  @Override
  public long skip(long count) throws IOException {
    long skipped = super.skip(Math.min(count, rest));
    rest -= skipped;
    return skipped;
  }

  @Override
  public int available() throws IOException {
    return (int) Math.min(super.available(), rest);
  }

  @Override
  public boolean markSupported() {
    return false;
  }
}
