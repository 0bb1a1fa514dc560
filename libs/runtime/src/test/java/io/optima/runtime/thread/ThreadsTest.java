package io.optima.runtime.thread;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.context.ContextKey;
import java.util.concurrent.ExecutorService;
import org.junit.jupiter.api.Test;

class ThreadsTest {
  private static final io.grpc.Context.Key<String> PRINCIPAL = io.grpc.Context.key("principal");
  private static final ContextKey<String> SPAN = ContextKey.named("span");

  @Test
  void tasksWorkInTheContextOfWhoHandsThemIn() throws Exception {
    io.grpc.Context before = io.grpc.Context.current().withValue(PRINCIPAL, "ada").attach();
    try (ExecutorService tasks = Threads.perTask("test");
        var scope = io.opentelemetry.context.Context.current().with(SPAN, "span").makeCurrent()) {
      String seen =
          tasks
              .submit(
                  () ->
                      PRINCIPAL.get()
                          + " "
                          + io.opentelemetry.context.Context.current().get(SPAN)
                          + " "
                          + Thread.currentThread().getName())
              .get();
      assertThat(seen).isEqualTo("ada span test-0");
    } finally {
      io.grpc.Context.current().detach(before);
    }
  }
}
