package io.optima.query.publish;

import io.optima.model.DatasetName;
import io.optima.model.ErrorCode;
import io.optima.model.OptimaException;
import io.optima.model.dataset.Datasets;
import io.optima.model.dataset.LogEntry;
import io.optima.model.dataset.LogEntry.Change;
import io.optima.model.dataset.Manifest;
import io.optima.model.dataset.Settings;
import io.optima.model.dataset.Version;
import io.optima.store.DatasetLog;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Commits straight to the log of a store, with the fence of appends and nothing else. */
final class LogDatasets implements Datasets {
  private final DatasetLog log;

  LogDatasets(DatasetLog log) {
    this.log = log;
  }

  @Override
  public LogEntry create(Create command) {
    LogEntry entry =
        new LogEntry(
            1,
            Change.CREATED,
            command.name(),
            command.kind(),
            command.algorithm(),
            command.settings(),
            false,
            null,
            command.author().principal(),
            Instant.now(),
            command.key(),
            "",
            null);
    return append(entry);
  }

  @Override
  public LogEntry head(DatasetName name) {
    return log.head(name).orElseThrow(() -> OptimaException.notFound("no %s", name));
  }

  @Override
  public Committed commit(Commit command) {
    LogEntry head = head(command.name());
    if (command.base() != null && command.base() != head.latestNumber()) {
      throw OptimaException.of(ErrorCode.CONFLICT, "%s moved on", command.name());
    }
    Version version = version(head, command);
    LogEntry entry =
        append(
            next(
                head, Change.PUBLISHED, head.settings(), version, command.author(), command.key()));
    return new Committed(entry, version, false);
  }

  private static Version version(LogEntry head, Commit command) {
    Manifest manifest = command.manifest();
    return new Version(
        head.latestNumber() + 1,
        manifest.content(),
        command.manifestDigest(),
        manifest.kind(),
        manifest.schema(),
        manifest.rows(),
        manifest.bytes(),
        command.chunks(),
        command.source(),
        command.inputs(),
        command.origin(),
        command.author().principal(),
        Instant.now(),
        command.message());
  }

  @Override
  public LogEntry change(ChangeSettings command) {
    LogEntry head = head(command.name());
    Settings after = command.applyTo(head.settings());
    return append(
        next(head, Change.SETTINGS, after, head.latest(), command.author(), command.key()));
  }

  @Override
  public LogEntry changeStream(ChangeStream command) {
    throw new AssertionError("no test here has streams");
  }

  @Override
  public LogEntry drop(DatasetName name, Author author, String key) {
    LogEntry head = head(name);
    return append(next(head, Change.DROPPED, head.settings(), head.latest(), author, key));
  }

  @Override
  public LogEntry undrop(DatasetName name, Author author, String key) {
    LogEntry head = head(name);
    return append(next(head, Change.UNDROPPED, head.settings(), head.latest(), author, key));
  }

  private static LogEntry next(
      LogEntry head,
      Change change,
      Settings settings,
      @Nullable Version latest,
      Author author,
      String key) {
    return new LogEntry(
        head.sequence() + 1,
        change,
        head.dataset(),
        head.kind(),
        head.algorithm(),
        settings,
        change == Change.DROPPED,
        latest,
        author.principal(),
        Instant.now(),
        key,
        author.traceparent(),
        head.stream());
  }

  private LogEntry append(LogEntry entry) {
    if (!log.append(entry)) {
      throw OptimaException.of(ErrorCode.CONFLICT, "%s moved on", entry.dataset());
    }
    return entry;
  }
}
