package io.optima.query.secure;

import io.optima.model.ErrorCode;
import io.optima.model.OptimaException;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** Things to close together, the last one first; every one is closed whatever the others do. */
public final class Closing implements AutoCloseable {
  private final Deque<AutoCloseable> opened = new ArrayDeque<>();

  /** Closes it with the others, before those that were added earlier. */
  public synchronized <T extends AutoCloseable> T add(T closeable) {
    opened.push(closeable);
    return closeable;
  }

  /** Closes all because of a failure, which gets the failures of closing. */
  public void closeAfter(Exception failure) {
    try {
      close();
    } catch (RuntimeException e) {
      failure.addSuppressed(e);
    }
  }

  /** Closes what is not closed yet. */
  @Override
  public synchronized void close() {
    Exception first = null;
    while (!opened.isEmpty()) {
      first = closeNext(first);
    }
    if (first instanceof RuntimeException unchecked) {
      throw unchecked;
    } else if (first != null) {
      throw new OptimaException(ErrorCode.INTERNAL, "closing failed", first);
    }
  }

  private @Nullable Exception closeNext(@Nullable Exception first) {
    try {
      opened.pop().close();
    } catch (Exception e) {
      if (first == null) {
        return e;
      }
      first.addSuppressed(e);
    }
    return first;
  }
}
