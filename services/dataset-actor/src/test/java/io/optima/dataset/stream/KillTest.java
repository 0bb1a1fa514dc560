package io.optima.dataset.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node that is killed in the middle of its work. */
class KillTest {
  private static final int ACKNOWLEDGED = 300;
  private static final UUID PRODUCER = new UUID(7, 7);

  @TempDir private Path folder;

  private static TestNode open(Path folder) {
    VirtualTime time = new VirtualTime();
    return new TestNode(
        folder, new MemoryPartitions(TestNode.STREAM, time), new MemoryParts(), time);
  }

  /** Appends until it is killed, several batches at a time; says what was acknowledged. */
  static final class Publisher {
    private Publisher() {}

    public static void main(String[] arguments) throws InterruptedException {
      TestNode node = open(Path.of(arguments[0]));
      Semaphore window = new Semaphore(16);
      for (int sequence = 0; true; sequence++) {
        window.acquire();
        int number = sequence;
        CompletableFuture<Appended> answer =
            node.node.append(TestNode.P0, TestNode.batch(PRODUCER, number, "batch " + number));
        var _ =
            answer.thenAccept(
                done -> {
                  System.out.println(number + " " + done.firstOffset());
                  window.release();
                });
      }
    }
  }

  @Test
  void everyAcknowledgedBatchIsThereAfterAKill() throws IOException {
    Map<Long, Long> acknowledged = publishAndKill();
    assertThat(acknowledged).hasSizeGreaterThanOrEqualTo(ACKNOWLEDGED);
    try (TestNode node = open(folder)) {
      Set<String> sent = new HashSet<>();
      Map<Long, String> stored = new HashMap<>();
      for (long next = 0; next < node.node.offsets(TestNode.P0).end(); ) {
        for (StoredBatch batch : node.node.read(TestNode.P0, next, 1 << 20)) {
          String text = StandardCharsets.UTF_8.decode(batch.payload()).toString();
          assertThat(sent.add(text)).as("%s is there once", text).isTrue();
          stored.put(batch.firstOffset(), text);
          next = batch.end();
        }
      }
      acknowledged.forEach(
          (number, offset) -> assertThat(stored).containsEntry(offset, "batch " + number));
      long last = stored.size() - 1L;
      assertThat(node.append(PRODUCER, last, "batch " + last).repeated()).isTrue();
      assertThat(node.append(PRODUCER, last + 1, "next").repeated()).isFalse();
    }
  }

  /** Number of each acknowledged batch with its offset. */
  private Map<Long, Long> publishAndKill() throws IOException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Publisher.class.getName(),
                folder.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    Map<Long, Long> acknowledged = new HashMap<>();
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        String[] words = line.split(" ", -1);
        if (words.length == 2 && words[1].matches("\\d+")) {
          acknowledged.put(Long.parseLong(words[0]), Long.parseLong(words[1]));
        }
        if (acknowledged.size() == ACKNOWLEDGED) {
          // Process.destroyForcibly would close what is still to be read
          process.toHandle().destroyForcibly();
        }
      }
    } finally {
      process.destroyForcibly().onExit().join();
    }
    return acknowledged;
  }
}
