package io.optima.query.stream;

import io.optima.model.stream.StreamRecord;
import java.util.Collections;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/** Records in their order, one at a time, with a look at the next one. */
final class RecordCursor {
  private final Iterator<RecordGroup> groups;
  private Iterator<StreamRecord> group = Collections.emptyIterator();
  private @Nullable StreamRecord next;
  private long offset;

  /**
   * @param offset of the first record, or before it
   * @param groups each taken when the one before is used up
   */
  RecordCursor(long offset, Iterator<RecordGroup> groups) {
    this.offset = offset;
    this.groups = groups;
  }

  /** The next record; null behind the last one. */
  @Nullable StreamRecord peek() {
    while (next == null && (group.hasNext() || groups.hasNext())) {
      if (group.hasNext()) {
        next = group.next();
      } else {
        RecordGroup following = groups.next();
        group = following.records().iterator();
        offset = following.first();
      }
    }
    return next;
  }

  /** Goes on behind the record that was peeked at. */
  void skip() {
    next = null;
    offset++;
  }

  /** Of the record that was peeked at. */
  long offset() {
    return offset;
  }
}
