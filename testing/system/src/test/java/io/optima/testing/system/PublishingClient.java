package io.optima.testing.system;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.optima.client.OptimaClient;
import io.optima.client.PublisherSettings;
import io.optima.client.RecordPlace;
import io.optima.client.StreamPublisher;
import io.optima.testing.history.History;
import io.optima.testing.history.History.Place;
import io.optima.testing.history.History.Sent;
import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.util.concurrent.locks.LockSupport;

/**
 * A publisher in a process of its own, that can be killed. What it is about to send and what it was
 * told goes to its parent at once, a line in one write.
 */
final class PublishingClient implements AutoCloseable {
  private final Process process;
  private final Thread listener;

  private PublishingClient(Process process, Thread listener) {
    this.process = process;
    this.listener = listener;
  }

  /** Publishes until it is killed. */
  static PublishingClient start(
      OptimaUnderTest optima, String stream, String publisher, History history) throws IOException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                PublishingClient.class.getName(),
                "127.0.0.1:" + optima.running().grpcPort(),
                optima.running().token(),
                stream,
                publisher)
            .redirectError(Redirect.DISCARD)
            .start();
    Thread listener = Thread.startVirtualThread(() -> listen(process, publisher, history));
    return new PublishingClient(process, listener);
  }

  private static void listen(Process process, String publisher, History history) {
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        String[] parts = line.split(" ", -1);
        Sent record = new Sent(publisher, Long.parseLong(parts[1]));
        if (parts[0].equals("sends")) {
          history.sends(record);
        } else {
          history.told(record, new Place(Integer.parseInt(parts[2]), Long.parseLong(parts[3])));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** With SIGKILL; returns when all that it had said is written down. */
  @Override
  public void close() throws InterruptedException {
    process.destroyForcibly().waitFor();
    listener.join();
  }

  public static void main(String[] arguments) {
    OutputStream parent = new FileOutputStream(FileDescriptor.out);
    try (OptimaClient client = OptimaClient.connect(arguments[0], arguments[1]);
        StreamPublisher out = client.streams().publisher(arguments[2], PublisherSettings.DEFAULT)) {
      for (long number = 0; ; number++) {
        long sent = number;
        say(parent, "sends " + number);
        var _ =
            out.publish(StreamHistory.record(new Sent(arguments[3], number)))
                .thenAccept(at -> say(parent, told(sent, at)));
        if (number % 5 == 0) {
          LockSupport.parkNanos(1_000_000);
        }
      }
    }
  }

  private static String told(long number, RecordPlace at) {
    return "told %d %d %d".formatted(number, at.partition(), at.offset());
  }

  private static synchronized void say(OutputStream parent, String what) {
    try {
      parent.write((what + "\n").getBytes(UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
