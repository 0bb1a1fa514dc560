package io.optima.log;

import io.optima.log.file.LocalFiles;
import io.optima.model.stream.Durability;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

/**
 * How fast the journal acknowledges with fsync, beside plain writes and syncs of the same size to
 * an allocated file of the same folder. Arguments: folder, seconds, partitions, bytes of a batch.
 */
final class Throughput {
  private static final int IN_FLIGHT_BYTES = 16 << 20;
  private static final int PUBLISHERS = 4;

  /** As sealing does: seldom for each partition. */
  private static final long RELEASE_BYTES = 1L << 30;

  private static final double MEGA = 1e6;

  private Throughput() {}

  public static void main(String[] arguments) throws Exception {
    Path folder = Files.createTempDirectory(Path.of(arguments[0]), "journal");
    long seconds = Long.parseLong(arguments[1]);
    int partitions = Integer.parseInt(arguments[2]);
    int batch = Integer.parseInt(arguments[3]);
    try {
      journal(folder, Math.min(seconds, 3), partitions, batch);
      long[] journal = journal(folder, seconds, partitions, batch);
      int group = (int) (journal[0] * batch / journal[1]);
      double raw = raw(folder.resolve("raw"), seconds, group);
      double rate = journal[0] * batch / MEGA / seconds;
      System.out.printf(
          "%d partitions, batches of %d: journal %.0f MB/s, raw %.0f MB/s, ratio %.2f;"
              + " groups of %.0f KiB; latency p50 %.1f ms, p99 %.1f ms%n",
          partitions,
          batch,
          rate,
          raw,
          rate / raw,
          group / 1024.0,
          journal[2] / MEGA,
          journal[3] / MEGA);
    } finally {
      delete(folder);
    }
  }

  /** Batches, groups, median and 99th percentile of the latency in ns. */
  private static long[] journal(Path folder, long seconds, int partitions, int batch)
      throws InterruptedException {
    Path home = folder.resolve("journal");
    try (Journal journal = Journal.open(LocalFiles.open(home), JournalSettings.DEFAULT, null)) {
      byte[] payload = new byte[batch];
      new SplittableRandom(1).nextBytes(payload);
      Semaphore window = new Semaphore(Math.max(1, IN_FLIGHT_BYTES / batch));
      AtomicLong acknowledged = new AtomicLong();
      long[] latencies = new long[1 << 20];
      UUID stream = UUID.randomUUID();
      AtomicLong next = new AtomicLong();
      long before = journal.groups();
      long start = System.nanoTime();
      Runnable publisher =
          () -> {
            for (long i = 0; System.nanoTime() - start < TimeUnit.SECONDS.toNanos(seconds); i++) {
              window.acquireUninterruptibly();
              long sent = System.nanoTime();
              PartitionId partition =
                  new PartitionId(stream, (int) (next.getAndIncrement() % partitions));
              var _ =
                  journal
                      .append(
                          partition,
                          1,
                          batch / 1024 + 1,
                          ByteBuffer.wrap(payload),
                          Durability.FSYNC)
                      .whenComplete(
                          (done, failure) -> {
                            latencies[(int) (acknowledged.getAndIncrement() % latencies.length)] =
                                System.nanoTime() - sent;
                            window.release();
                          });
              if (i > 0 && i * batch % (RELEASE_BYTES / PUBLISHERS) < batch) {
                releaseAll(journal);
              }
            }
          };
      List<Thread> publishers =
          IntStream.range(0, PUBLISHERS)
              .mapToObj(i -> Thread.ofPlatform().start(publisher))
              .toList();
      for (Thread one : publishers) {
        one.join();
      }
      long batches = acknowledged.get();
      long groups = journal.groups() - before;
      window.acquire(Math.max(1, IN_FLIGHT_BYTES / batch));
      long[] sorted = Arrays.copyOf(latencies, (int) Math.min(batches, latencies.length));
      Arrays.sort(sorted);
      return new long[] {
        batches, groups, sorted[sorted.length / 2], sorted[sorted.length * 99 / 100]
      };
    }
  }

  private static void releaseAll(Journal journal) {
    for (PartitionId partition : journal.partitions()) {
      journal
          .offsets(partition)
          .ifPresent(
              at -> {
                var _ = journal.release(partition, at.end());
              });
    }
  }

  /** Megabytes a second. */
  private static double raw(Path file, long seconds, int group) throws IOException {
    int size = 512 << 20;
    ByteBuffer bytes = ByteBuffer.allocateDirect(group);
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      for (int at = 0; at + group <= size; at += group) {
        channel.write(bytes.clear(), at);
      }
      channel.force(true);
      long written = 0;
      int at = 0;
      long start = System.nanoTime();
      while (System.nanoTime() - start < TimeUnit.SECONDS.toNanos(seconds)) {
        channel.write(bytes.clear(), at);
        channel.force(false);
        written += group;
        at = at + 2 * group <= size ? at + group : 0;
      }
      return written / MEGA / seconds;
    }
  }

  private static void delete(Path folder) throws IOException {
    try (var paths = Files.walk(folder)) {
      for (Path path : paths.sorted((a, b) -> b.compareTo(a)).toList()) {
        Files.delete(path);
      }
    }
  }
}
