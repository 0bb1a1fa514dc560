package io.optima.bench;

import io.optima.log.Journal;
import io.optima.log.JournalSettings;
import io.optima.log.PartitionId;
import io.optima.log.file.LocalFiles;
import io.optima.model.stream.Durability;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;

/**
 * Fills a journal and ends like a process that is killed: without a checkpoint of what it wrote.
 * Arguments: folder, bytes.
 */
final class JournalFill {
  /** No checkpoint but the first one, so that recovery has to read everything. */
  static final JournalSettings SETTINGS =
      new JournalSettings(
          JournalSettings.DEFAULT.groupDelay(),
          JournalSettings.DEFAULT.groupBytes(),
          JournalSettings.DEFAULT.groupLimitBytes(),
          JournalSettings.DEFAULT.segmentBytes(),
          1L << 40,
          JournalSettings.DEFAULT.waitingBytes());

  private static final int PARTITIONS = 16;
  private static final int BATCH_BYTES = 256 << 10;
  private static final int BATCH_RECORDS = 256;
  private static final int IN_FLIGHT = 64;

  private JournalFill() {}

  public static void main(String[] arguments) throws Exception {
    long batches = Long.parseLong(arguments[1]) / BATCH_BYTES;
    byte[] payload = new byte[BATCH_BYTES];
    new SplittableRandom(1).nextBytes(payload);
    UUID stream = new UUID(1, 2);
    Journal journal = Journal.open(LocalFiles.open(Path.of(arguments[0])), SETTINGS, null);
    Semaphore free = new Semaphore(IN_FLIGHT);
    CompletableFuture<Throwable> failed = new CompletableFuture<>();
    for (long i = 0; i < batches && !failed.isDone(); i++) {
      free.acquire();
      var _ =
          journal
              .append(
                  new PartitionId(stream, (int) (i % PARTITIONS)),
                  1,
                  BATCH_RECORDS,
                  ByteBuffer.wrap(payload),
                  Durability.FSYNC)
              .whenComplete(
                  (done, failure) -> {
                    free.release();
                    if (failure != null) {
                      failed.complete(failure);
                    }
                  });
    }
    free.acquire(IN_FLIGHT);
    Runtime.getRuntime().halt(failed.isDone() ? 1 : 0);
  }
}
