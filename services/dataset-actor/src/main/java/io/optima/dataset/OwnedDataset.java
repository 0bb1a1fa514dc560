package io.optima.dataset;

import io.optima.model.ChunkDigest;
import io.optima.model.DatasetName;
import io.optima.model.ErrorCode;
import io.optima.model.OptimaException;
import io.optima.model.dataset.Datasets.Author;
import io.optima.model.dataset.Datasets.ChangeSettings;
import io.optima.model.dataset.Datasets.ChangeStream;
import io.optima.model.dataset.Datasets.Commit;
import io.optima.model.dataset.Datasets.Committed;
import io.optima.model.dataset.Datasets.Create;
import io.optima.model.dataset.LogEntry;
import io.optima.model.dataset.Version;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * One dataset in the hands of its owner. What it knows of the log may be behind when another owner
 * wrote, so nothing is answered on that knowledge alone: an append fences itself, and every other
 * answer looks once whether the log goes on. One thread at a time.
 */
public final class OwnedDataset {
  private final DatasetName name;
  private final CommitLog log;
  private final Predicate<ChunkDigest> stored;
  private final Clock clock;
  private @Nullable LogEntry head;
  private RecentKeys keys = new RecentKeys(0, List.of());

  /**
   * Nothing known yet.
   *
   * @param stored whether the chunk store has that chunk
   */
  public OwnedDataset(DatasetName name, CommitLog log, Predicate<ChunkDigest> stored, Clock clock) {
    this.name = name;
    this.log = log;
    this.stored = stored;
    this.clock = clock;
  }

  /**
   * What is worth remembering between two lives of an owner.
   *
   * @param keys of the last entries in their order, up to the head's
   */
  public record Memory(LogEntry head, List<String> keys) {
    public Memory {
      keys = List.copyOf(keys);
    }
  }

  /** Takes up what a former owner remembered, as far as the log agrees. */
  public void recall(Optional<Memory> memory) {
    memory.filter(this::agrees).ifPresentOrElse(this::adopt, this::rebuild);
    catchUp();
  }

  /** The last entry that is known, without asking the log. */
  public LogEntry last() {
    return DatasetDecider.existing(head, name);
  }

  /** Its sequence; 0 before the dataset was created. */
  public long sequence() {
    return head == null ? 0 : head.sequence();
  }

  /** Empty before the dataset was created. */
  public Optional<Memory> memory() {
    return Optional.ofNullable(head).map(last -> new Memory(last, keys.asList()));
  }

  public LogEntry head() {
    catchUp();
    return last();
  }

  public LogEntry create(Create command) {
    return change(command.key(), time -> DatasetDecider.create(head, command, time)).entry();
  }

  public Committed commit(Commit command) {
    Outcome outcome =
        change(command.key(), time -> checked(command, DatasetDecider.commit(head, command, time)));
    Version version = outcome.entry().latest();
    if (version == null) {
      throw OptimaException.invalid(
          "key %s was used for another change of %s", command.key(), name);
    }
    return new Committed(outcome.entry(), version, outcome.unchanged());
  }

  public LogEntry change(ChangeSettings command) {
    return change(command.key(), time -> DatasetDecider.change(head, command, time)).entry();
  }

  public LogEntry changeStream(ChangeStream command) {
    return change(command.key(), time -> DatasetDecider.changeStream(head, command, time)).entry();
  }

  public LogEntry drop(Author author, String key) {
    return change(key, time -> DatasetDecider.drop(head, name, author, key, time)).entry();
  }

  public LogEntry undrop(Author author, String key) {
    return change(key, time -> DatasetDecider.undrop(head, name, author, key, time)).entry();
  }

  private record Outcome(LogEntry entry, boolean unchanged) {}

  private interface Decide {
    Decision on(Instant time);
  }

  /** Decides until the decision stood on the real end of the log. */
  private Outcome change(String key, Decide decide) {
    while (true) {
      Optional<LogEntry> earlier = answered(key);
      if (earlier.isPresent()) {
        return new Outcome(earlier.get(), false);
      }
      Optional<Outcome> outcome = attempt(decide);
      if (outcome.isPresent()) {
        return outcome.get();
      }
    }
  }

  private Optional<LogEntry> answered(String key) {
    return keys.sequence(key).flatMap(log::entry);
  }

  private Optional<Outcome> attempt(Decide decide) {
    Decision decision;
    try {
      decision = decide.on(clock.instant().truncatedTo(ChronoUnit.MICROS));
    } catch (OptimaException refused) {
      if (catchUp()) {
        return Optional.empty();
      }
      throw refused;
    }
    return switch (decision) {
      case Decision.Append(LogEntry entry) -> append(entry);
      case Decision.Unchanged(LogEntry last) ->
          catchUp() ? Optional.empty() : Optional.of(new Outcome(last, true));
    };
  }

  private Optional<Outcome> append(LogEntry entry) {
    if (log.append(entry)) {
      follow(entry);
      return Optional.of(new Outcome(entry, false));
    }
    catchUp();
    return Optional.empty();
  }

  private Decision checked(Commit command, Decision decision) {
    if (decision instanceof Decision.Append && !stored.test(command.manifestDigest())) {
      throw OptimaException.of(
          ErrorCode.FAILED_PRECONDITION,
          "manifest %s is not in the chunk store: publish again",
          command.manifestDigest());
    }
    return decision;
  }

  /** Reads what others wrote behind the known end; whether there was anything. */
  private boolean catchUp() {
    long known = sequence();
    for (Optional<LogEntry> next = log.entry(known + 1);
        next.isPresent();
        next = log.entry(sequence() + 1)) {
      follow(next.get());
    }
    return sequence() > known;
  }

  private void follow(LogEntry entry) {
    head = entry;
    keys.remember(entry);
  }

  private boolean agrees(Memory memory) {
    return log.entry(memory.head().sequence()).equals(Optional.of(memory.head()));
  }

  private void adopt(Memory memory) {
    head = memory.head();
    keys = new RecentKeys(memory.head().sequence(), memory.keys());
  }

  /** Everything from the log: the end of it, and the keys of the entries before. */
  private void rebuild() {
    head = null;
    keys = new RecentKeys(0, List.of());
    long last = log.head(0).map(LogEntry::sequence).orElse(0L);
    for (long s = Math.max(1, last - RecentKeys.LIMIT + 1); s <= last; s++) {
      log.entry(s).ifPresent(this::follow);
    }
  }
}
