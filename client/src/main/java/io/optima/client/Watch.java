package io.optima.client;

import io.grpc.stub.BlockingClientCall;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/** Messages of a server as they come; closing it ends the call. For one thread. */
public final class Watch<T> implements Iterator<T>, AutoCloseable {
  private final BlockingClientCall<?, T> call;

  Watch(BlockingClientCall<?, T> call) {
    this.call = call;
  }

  /** Waits for the next message; false when the server has no more. */
  @Override
  public boolean hasNext() {
    return Errors.mapped(call::hasNext);
  }

  @Override
  public T next() {
    @Nullable T message = Errors.mapped(call::read);
    if (message == null) {
      throw new NoSuchElementException("the server has no more messages");
    }
    return message;
  }

  @Override
  public void close() {
    call.cancel("closed by the caller", null);
  }
}
