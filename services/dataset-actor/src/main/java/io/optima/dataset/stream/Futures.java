package io.optima.dataset.stream;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** Waiting for futures, whose errors come as they are. */
final class Futures {
  private Futures() {}

  static <T> T join(CompletableFuture<T> future) {
    try {
      return future.join();
    } catch (CompletionException e) {
      throw cause(e);
    }
  }

  static RuntimeException cause(RuntimeException thrown) {
    return thrown instanceof CompletionException && thrown.getCause() instanceof RuntimeException e
        ? e
        : thrown;
  }
}
