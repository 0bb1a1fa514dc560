package io.optima.store;

import io.optima.model.ContentId;
import io.optima.model.DatasetName;
import io.optima.model.DatasetRef;
import io.optima.model.OptimaException;
import io.optima.model.dataset.LogEntry;
import io.optima.model.dataset.Version;
import java.util.Optional;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * The commit logs of all datasets: the truth about them. Each entry is written once, at the next
 * free sequence, by whoever is first; it carries the whole state after it.
 */
public final class DatasetLog {
  private final ObjectStore objects;
  private final EntryLog<LogEntry> log;

  DatasetLog(ObjectStore objects) {
    this.objects = objects;
    this.log = new EntryLog<>(objects, LogEntry.class);
  }

  /**
   * Writes the entry durably; false when its sequence is taken, which then holds another entry or,
   * after a lost answer, this one.
   *
   * @throws OptimaException FAILED_PRECONDITION when the sequence before it is free
   */
  public boolean append(LogEntry entry) {
    return log.append(Keys.commits(entry.dataset()), entry.sequence(), entry);
  }

  /** The last entry; empty when the dataset was never created. */
  public Optional<LogEntry> head(DatasetName name) {
    return head(name, 0);
  }

  /**
   * The last entry, found by probing forward: one look when nothing is new.
   *
   * @param known a sequence that the caller has seen, 0 for none
   */
  public Optional<LogEntry> head(DatasetName name, long known) {
    String folder = Keys.commits(name);
    return log.read(folder, log.last(folder, known));
  }

  public Optional<LogEntry> entry(DatasetName name, long sequence) {
    return log.read(Keys.commits(name), sequence);
  }

  /** The entries after a sequence in order, read as the stream is consumed. */
  public Stream<LogEntry> entries(DatasetName name, long after) {
    return log.after(Keys.commits(name), after);
  }

  /**
   * The version that the reference names, of dropped datasets too; the newest one when several have
   * the content id.
   */
  public Optional<Version> version(DatasetRef ref) {
    Optional<LogEntry> head = head(ref.name());
    if (ref.version() != null) {
      long number = ref.version();
      return head.flatMap(last -> byNumber(last, number));
    }
    if (ref.content() != null) {
      ContentId content = ref.content();
      return head.flatMap(last -> byContent(last, content));
    }
    return head.map(LogEntry::latest);
  }

  /** All datasets that were ever created, in order. Close the stream. */
  public Stream<DatasetName> datasets() {
    return objects
        .folders(Keys.DATASETS)
        .flatMap(
            group ->
                objects
                    .folders(Keys.DATASETS + group + "/")
                    .map(name -> new DatasetName(group, name)))
        .filter(name -> entry(name, 1).isPresent());
  }

  /**
   * The first entry whose latest version has the number. Version n is made by entry n or later, and
   * no later than by the number of entries that made no version: a short search whatever n is.
   */
  private Optional<Version> byNumber(LogEntry head, long number) {
    if (number > head.latestNumber()) {
      return Optional.empty();
    }
    long low = number;
    long high = number + head.sequence() - head.latestNumber();
    while (low < high) {
      long middle = (low + high) / 2;
      if (latestAt(head.dataset(), middle) >= number) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return entry(head.dataset(), low).map(LogEntry::latest);
  }

  private long latestAt(DatasetName name, long sequence) {
    return entry(name, sequence).map(LogEntry::latestNumber).orElse(0L);
  }

  private Optional<Version> byContent(LogEntry head, ContentId content) {
    return LongStream.iterate(head.sequence(), sequence -> sequence > 0, sequence -> sequence - 1)
        .mapToObj(sequence -> entry(head.dataset(), sequence))
        .flatMap(Optional::stream)
        .flatMap(entry -> Optional.ofNullable(entry.latest()).stream())
        .filter(version -> version.content().equals(content))
        .findFirst();
  }
}
