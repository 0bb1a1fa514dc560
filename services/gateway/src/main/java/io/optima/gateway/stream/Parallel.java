package io.optima.gateway.stream;

import io.optima.model.ErrorCode;
import io.optima.model.OptimaException;
import io.optima.runtime.thread.Threads;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;

/** Questions about many partitions, asked at once. */
final class Parallel {
  private Parallel() {}

  /** All answers in order, or the first failure. */
  static <T> List<T> all(List<Callable<T>> questions) {
    try (ExecutorService threads = Threads.perTask("partition")) {
      List<Future<T>> asked = questions.stream().map(threads::submit).toList();
      try {
        List<T> answers = new ArrayList<>();
        for (Future<T> answer : asked) {
          answers.add(answer.get());
        }
        return answers;
      } catch (ExecutionException e) {
        throw Publications.failure(e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new OptimaException(ErrorCode.CANCELLED, "the call was cancelled", e);
      } finally {
        asked.forEach(each -> each.cancel(true));
      }
    }
  }
}
