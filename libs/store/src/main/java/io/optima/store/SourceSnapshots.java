package io.optima.store;

import io.optima.model.DatasetName;
import io.optima.model.ErrorCode;
import io.optima.model.OptimaException;
import io.optima.model.stream.PostgresTable;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * What sources had before their changes began, kept until it is in their streams: batches of
 * records by partition, and a log of who took them. An attempt is begun, and ended, by whoever
 * writes the next entry first; whoever was slower finds that out when its own entry is refused.
 */
public final class SourceSnapshots {
  private final ObjectStore objects;
  private final EntryLog<Entry> log;

  SourceSnapshots(ObjectStore objects) {
    this.objects = objects;
    this.log = new EntryLog<>(objects, Entry.class);
  }

  /** How far an attempt is. */
  public enum State {
    /** Somebody began with it. */
    BEGUN,
    /** All batches are here, and changes follow them. */
    TAKEN,
    /** The stream has them, and they are not needed here any more. */
    COPIED,
    /** The source is not one any more; what it keeps for the stream is to be removed there. */
    ENDING,
    /** Nothing of it is left; if it becomes a source again, it begins with a new attempt. */
    ENDED
  }

  /**
   * An entry of the log.
   *
   * @param number from 1
   * @param attempt number of the entry that began it
   * @param table where it comes from
   * @param keys columns of the key when the attempt began, which stay its key
   * @param batches of each partition, once they are taken
   */
  public record Entry(
      long number,
      long attempt,
      PostgresTable table,
      List<String> keys,
      State state,
      List<Long> batches) {
    public Entry {
      keys = List.copyOf(keys);
      batches = List.copyOf(batches);
    }

    /** What may follow this entry. */
    public Entry then(State next, List<Long> taken) {
      return new Entry(number + 1, attempt, table, keys, next, taken);
    }
  }

  /** All that a stream ever had. */
  public List<UUID> sources(DatasetName stream) {
    try (Stream<String> folders = objects.folders(Keys.sources(stream))) {
      return folders.map(UUID::fromString).toList();
    }
  }

  /** The last entry; empty before the first attempt. */
  public Optional<Entry> last(DatasetName stream, UUID source) {
    String folder = log(stream, source);
    return log.read(folder, log.last(folder, 0));
  }

  /** False when somebody else has written an entry of that number. */
  public boolean append(DatasetName stream, UUID source, Entry entry) {
    return log.append(log(stream, source), entry.number(), entry);
  }

  /**
   * Keeps a batch, durably.
   *
   * @param number among the attempt's batches of the partition, from 0
   */
  public void put(
      DatasetName stream, UUID source, long attempt, int partition, long number, byte[] batch) {
    if (!objects.putIfAbsent(batch(stream, source, attempt, partition, number), batch)) {
      throw OptimaException.of(
          ErrorCode.CONFLICT, "attempt %d of source %s is somebody else's", attempt, source);
    }
  }

  /**
   * @throws OptimaException CORRUPT when it is not there
   */
  public byte[] read(DatasetName stream, UUID source, long attempt, int partition, long number) {
    String key = batch(stream, source, attempt, partition, number);
    return objects
        .get(key)
        .orElseThrow(
            () ->
                OptimaException.of(
                    ErrorCode.CORRUPT,
                    "object %s of a snapshot is missing: remove the source from %s and set it"
                        + " again, which begins with a new snapshot",
                    key,
                    stream));
  }

  /** Removes the batches of all attempts up to that one. */
  public void clear(DatasetName stream, UUID source, long attempt) {
    String folder = Keys.source(stream, source);
    String next = attempt(folder, attempt + 1);
    try (Stream<ObjectInfo> batches = objects.list(folder + "snapshots/")) {
      batches
          .map(ObjectInfo::key)
          .takeWhile(key -> key.compareTo(next) < 0)
          .forEach(objects::delete);
    }
  }

  private static String log(DatasetName stream, UUID source) {
    return Keys.source(stream, source) + "log/";
  }

  private static String attempt(String folder, long attempt) {
    return "%ssnapshots/%012d/".formatted(folder, attempt);
  }

  private static String batch(
      DatasetName stream, UUID source, long attempt, int partition, long number) {
    return attempt(Keys.source(stream, source), attempt)
        + "%05d/%012d.batch".formatted(partition, number);
  }
}
