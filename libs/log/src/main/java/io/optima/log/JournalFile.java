package io.optima.log;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * An open file of the journal. One thread writes; any thread reads meanwhile, and sees a written
 * byte as soon as {@link #write} has returned, synced or not.
 */
public interface JournalFile extends AutoCloseable {
  long size() throws IOException;

  /** Writes all remaining bytes, extending the file when they go beyond its end. */
  void write(long position, ByteBuffer bytes) throws IOException;

  /** Fills the buffer as far as the file reaches; an interrupted reader disturbs no other. */
  void read(long position, ByteBuffer into) throws IOException;

  /**
   * Everything written before survives a power cut, once this returns. After a failure nothing is
   * known of what was written since the last success, and calling again would not tell (<a
   * href="https://wiki.postgresql.org/wiki/Fsync_Errors">Fsync Errors</a>).
   */
  void force() throws IOException;

  @Override
  void close() throws IOException;
}
