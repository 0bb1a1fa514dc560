package io.optima.kv;

import io.optima.model.ErrorCode;
import io.optima.model.OptimaException;
import io.optima.query.protobuf.RowVectors;
import io.optima.query.secure.Closing;
import java.util.Arrays;
import java.util.Objects;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.jspecify.annotations.Nullable;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDBException;
import org.rocksdb.SstFileReaderIterator;

/** Rows that were found, one after the other. For one thread. */
public final class KvRows implements AutoCloseable {
  private final KvReader reader;
  private final byte[] from;
  private final byte[] to;
  private int file;
  private Closing closing = new Closing();
  private @Nullable SstFileReaderIterator entries;
  private byte[] key = {};
  private byte[] message = {};

  KvRows(KvReader reader, byte[] from, byte[] to) {
    this.reader = reader;
    this.from = from;
    this.to = to;
    this.file = reader.fileFrom(from);
  }

  /**
   * Goes to the next row; before the first call there is none.
   *
   * @return false when there are no more
   * @throws OptimaException CORRUPT
   */
  public boolean next() {
    while (entries != null || reader.hasKeysBefore(file, to)) {
      SstFileReaderIterator at = entries == null ? open() : entries;
      if (isThere(at)) {
        key = at.key();
        message = at.value();
        at.next();
        return true;
      }
      entries = null;
      closing.close();
      file++;
    }
    return false;
  }

  private boolean isThere(SstFileReaderIterator at) {
    if (!at.isValid()) {
      try {
        at.status();
      } catch (RocksDBException e) {
        throw new OptimaException(ErrorCode.CORRUPT, "an index's file is damaged", e);
      }
      return false;
    }
    return to.length == 0 || Arrays.compareUnsigned(at.key(), to) < 0;
  }

  private SstFileReaderIterator open() {
    closing = new Closing();
    ReadOptions options = Natives.add(closing, new ReadOptions());
    SstFileReaderIterator opened = Natives.add(closing, reader.file(file).newIterator(options));
    opened.seek(from);
    entries = opened;
    return opened;
  }

  /** Number of the row in its dataset's version, from 0. */
  public long row() {
    return KeyFormat.row(key);
  }

  /** The row in Protobuf's wire form. */
  public byte[] message() {
    return Objects.requireNonNull(message);
  }

  /**
   * Sets the next rows.
   *
   * @param batch canonical Arrow with the columns of the index; emptied first
   * @param most rows
   * @return rows that were set; 0: there are no more
   */
  public int read(VectorSchemaRoot batch, int most) {
    batch.clear();
    RowVectors vectors = new RowVectors(reader.index().messages(), batch);
    int count = 0;
    while (count < most && next()) {
      vectors.decode(count++, message());
    }
    batch.setRowCount(count);
    return count;
  }

  @Override
  public void close() {
    entries = null;
    closing.close();
  }
}
