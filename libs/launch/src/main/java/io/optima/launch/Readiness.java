package io.optima.launch;

import io.optima.model.ErrorCode;
import io.optima.model.OptimaException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** Waits until started programs answer their health checks. */
final class Readiness implements AutoCloseable {
  private static final Duration ONE_CHECK = Duration.ofSeconds(2);

  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(ONE_CHECK)
          .build();

  /**
   * Returns when all are ready.
   *
   * @throws OptimaException UNAVAILABLE as soon as one has ended, or when {@code patience} is over,
   *     with the end of its log
   */
  void await(Collection<RunningProgram> programs, Duration patience) {
    long deadline = System.nanoTime() + patience.toNanos();
    Set<RunningProgram> waiting = new LinkedHashSet<>(programs);
    while (true) {
      programs.forEach(Readiness::mustLive);
      waiting.removeIf(program -> ready(program.program().health()));
      if (waiting.isEmpty()) {
        return;
      }
      if (System.nanoTime() > deadline) {
        throw late(waiting.iterator().next(), patience);
      }
      pause();
    }
  }

  boolean ready(URI health) {
    try {
      return health.getScheme().equals("tcp") ? accepts(health) : answers(health);
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      throw interrupted();
    }
  }

  private boolean answers(URI health) throws IOException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(health).timeout(ONE_CHECK).build();
    int status = client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
    return status / 100 == 2;
  }

  private static boolean accepts(URI health) throws IOException {
    try (Socket socket = new Socket()) {
      socket.connect(
          new InetSocketAddress(health.getHost(), health.getPort()), (int) ONE_CHECK.toMillis());
      return true;
    }
  }

  private static void mustLive(RunningProgram program) {
    if (!program.alive()) {
      throw OptimaException.of(
          ErrorCode.UNAVAILABLE,
          "%s ended with status %d while Optima was starting; %s",
          program.name(),
          program.awaitExit(Duration.ZERO),
          program.tail());
    }
  }

  private static OptimaException late(RunningProgram program, Duration patience) {
    return OptimaException.of(
        ErrorCode.UNAVAILABLE,
        "%s was not ready after %d s (%s); %s",
        program.name(),
        patience.toSeconds(),
        program.program().health(),
        program.tail());
  }

  private static void pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(50);
    } catch (InterruptedException e) {
      throw interrupted();
    }
  }

  private static OptimaException interrupted() {
    Thread.currentThread().interrupt();
    return new OptimaException(ErrorCode.CANCELLED, "interrupted while Optima was starting");
  }

  @Override
  public void close() {
    client.close();
  }
}
