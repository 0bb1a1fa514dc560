package io.optima.query.stream;

import io.optima.model.stream.StreamRecord;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/** Consecutive records, one at a time, with a look at the next one. */
final class RecordCursor {
  private final Iterator<? extends Iterable<StreamRecord>> groups;
  private @Nullable Iterator<StreamRecord> group;
  private @Nullable StreamRecord next;
  private long offset;

  /**
   * @param offset of the first record
   * @param groups of records, each taken when the one before is used up
   */
  RecordCursor(long offset, Iterator<? extends Iterable<StreamRecord>> groups) {
    this.offset = offset;
    this.groups = groups;
  }

  /** The next record; null behind the last one. */
  @Nullable StreamRecord peek() {
    while (next == null && hasMore()) {
      if (group != null && group.hasNext()) {
        next = group.next();
      } else {
        group = groups.next().iterator();
        offset = groups instanceof DecodedBatches placed ? placed.first() : offset;
      }
    }
    return next;
  }

  private boolean hasMore() {
    return (group != null && group.hasNext()) || groups.hasNext();
  }

  /** Goes on behind the record that was peeked at. */
  void skip() {
    next = null;
    offset++;
  }

  /** Of the next record. */
  long offset() {
    return offset;
  }
}
