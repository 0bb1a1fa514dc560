package io.optima.dataset;

import io.optima.model.DatasetName;
import io.optima.model.ErrorCode;
import io.optima.model.OptimaException;
import io.optima.model.Principal;
import io.optima.model.dataset.Datasets.Author;
import io.optima.model.dataset.Datasets.ChangeSettings;
import io.optima.model.dataset.Datasets.ChangeStream;
import io.optima.model.dataset.Datasets.Commit;
import io.optima.model.dataset.Datasets.Create;
import io.optima.model.dataset.Kind;
import io.optima.model.dataset.LogEntry;
import io.optima.model.dataset.LogEntry.Change;
import io.optima.model.dataset.Manifest;
import io.optima.model.dataset.Settings;
import io.optima.model.dataset.Version;
import io.optima.model.stream.Stream;
import io.optima.model.stream.StreamSettings;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The rules of a dataset's changes. Each method decides one command on the last entry ({@code
 * null}: the dataset was never created) and either refuses it or says which entry follows.
 */
final class DatasetDecider {
  private DatasetDecider() {}

  static Decision create(@Nullable LogEntry head, Create command, Instant time) {
    if (head != null) {
      throw OptimaException.of(
          ErrorCode.ALREADY_EXISTS,
          head.dropped() ? "%s exists but was dropped: undrop it" : "%s exists already",
          command.name());
    }
    checkOwner(command.settings().owner(), command.author());
    return new Decision.Append(
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
            time,
            command.key(),
            command.author().traceparent(),
            stream(command)));
  }

  /** The command carries the stream's id, so that a command sent twice makes one stream. */
  private static @Nullable Stream stream(Create command) {
    if ((command.kind() == Kind.STREAM) != (command.stream() != null)) {
      throw OptimaException.invalid(
          "%s: settings of streams belong to datasets of kind stream, and to them only",
          command.name());
    }
    return command.stream();
  }

  static Decision commit(@Nullable LogEntry head, Commit command, Instant time) {
    LogEntry last = changeable(head, command.name(), command.author());
    if (last.kind() == Kind.STREAM) {
      throw OptimaException.of(
          ErrorCode.FAILED_PRECONDITION,
          "%s is a stream and has no versions: publish records to it",
          command.name());
    }
    Manifest content = command.manifest();
    checkBase(last, command.base());
    checkAlgorithm(last, content);
    Version latest = last.latest();
    if (latest != null) {
      if (isSame(latest, content)) {
        return new Decision.Unchanged(last);
      }
      if (!command.allowBreaking()) {
        Compatibility.check(last.dataset(), latest, content);
      }
    }
    return append(
        last,
        Change.PUBLISHED,
        last.settings(),
        version(last, command, time),
        command.author(),
        time,
        command.key());
  }

  static Decision change(@Nullable LogEntry head, ChangeSettings command, Instant time) {
    LogEntry last = changeable(head, command.name(), command.author());
    Settings after = command.applyTo(last.settings());
    if (after.equals(last.settings())) {
      return new Decision.Unchanged(last);
    }
    checkName(after.owner());
    return append(
        last, Change.SETTINGS, after, last.latest(), command.author(), time, command.key());
  }

  static Decision changeStream(@Nullable LogEntry head, ChangeStream command, Instant time) {
    LogEntry last = changeable(head, command.name(), command.author());
    Stream stream = last.stream();
    if (stream == null) {
      throw OptimaException.of(ErrorCode.FAILED_PRECONDITION, "%s is no stream", command.name());
    }
    StreamSettings after = command.applyTo(stream.settings());
    if (after.equals(stream.settings())) {
      return new Decision.Unchanged(last);
    }
    checkStream(command.name(), stream.settings(), after);
    return append(
        last,
        Change.SETTINGS,
        last.settings(),
        new Stream(stream.id(), after),
        last.latest(),
        command.author(),
        time,
        command.key());
  }

  /** Records stay where they are, and readable. */
  private static void checkStream(DatasetName name, StreamSettings before, StreamSettings after) {
    if (after.partitions() < before.partitions()) {
      throw OptimaException.invalid(
          "%s has %d partitions: they may get more, not %d",
          name, before.partitions(), after.partitions());
    }
  }

  static Decision drop(
      @Nullable LogEntry head, DatasetName name, Author author, String key, Instant time) {
    LogEntry last = changeable(head, name, author);
    return append(last, Change.DROPPED, last.settings(), last.latest(), author, time, key);
  }

  static Decision undrop(
      @Nullable LogEntry head, DatasetName name, Author author, String key, Instant time) {
    LogEntry last = existing(head, name);
    checkMayChange(last, author);
    if (!last.dropped()) {
      return new Decision.Unchanged(last);
    }
    return append(last, Change.UNDROPPED, last.settings(), last.latest(), author, time, key);
  }

  private static Decision append(
      LogEntry last,
      Change change,
      Settings settings,
      @Nullable Version latest,
      Author author,
      Instant time,
      String key) {
    return append(last, change, settings, last.stream(), latest, author, time, key);
  }

  private static Decision append(
      LogEntry last,
      Change change,
      Settings settings,
      @Nullable Stream stream,
      @Nullable Version latest,
      Author author,
      Instant time,
      String key) {
    return new Decision.Append(
        new LogEntry(
            last.sequence() + 1,
            change,
            last.dataset(),
            last.kind(),
            last.algorithm(),
            settings,
            change == Change.DROPPED,
            latest,
            author.principal(),
            // clocks of two hosts may differ, the log's time never goes back
            time.isBefore(last.time()) ? last.time() : time,
            key,
            author.traceparent(),
            stream));
  }

  private static Version version(LogEntry last, Commit command, Instant time) {
    Manifest content = command.manifest();
    return new Version(
        last.latestNumber() + 1,
        content.content(),
        command.manifestDigest(),
        content.kind(),
        content.schema(),
        content.rows(),
        content.bytes(),
        command.chunks(),
        command.source(),
        command.inputs(),
        command.origin(),
        command.author().principal(),
        time.isBefore(last.time()) ? last.time() : time,
        command.message());
  }

  static LogEntry existing(@Nullable LogEntry head, DatasetName name) {
    if (head == null) {
      throw OptimaException.notFound("%s does not exist", name);
    }
    return head;
  }

  private static LogEntry changeable(@Nullable LogEntry head, DatasetName name, Author author) {
    LogEntry last = existing(head, name);
    if (last.dropped()) {
      throw OptimaException.notFound("%s was dropped: undrop it first", name);
    }
    checkMayChange(last, author);
    return last;
  }

  private static void checkMayChange(LogEntry last, Author author) {
    if (!author.admin() && !author.principal().equals(last.settings().owner())) {
      throw OptimaException.of(
          ErrorCode.PERMISSION_DENIED,
          "%s may not change %s: its owner and administrators may",
          author.principal(),
          last.dataset());
    }
  }

  private static void checkOwner(String owner, Author author) {
    checkName(owner);
    if (!author.admin() && !author.principal().equals(owner)) {
      throw OptimaException.of(
          ErrorCode.PERMISSION_DENIED,
          "%s may not create a dataset for %s: administrators may",
          author.principal(),
          owner);
    }
  }

  /** An owner is a principal: what could never be one would lock the dataset. */
  private static void checkName(String owner) {
    new Principal(owner, Set.of());
  }

  private static void checkBase(LogEntry last, @Nullable Long base) {
    if (base != null && base != last.latestNumber()) {
      throw OptimaException.of(
          ErrorCode.CONFLICT,
          "%s is at version %d, not %d any more: publish again on the new version",
          last.dataset(),
          last.latestNumber(),
          base);
    }
  }

  private static void checkAlgorithm(LogEntry last, Manifest content) {
    if (content.content().algorithm() != last.algorithm()) {
      throw OptimaException.invalid(
          "%s has %s content ids, not %s",
          last.dataset(), last.algorithm().text(), content.content().algorithm().text());
    }
  }

  private static boolean isSame(Version latest, Manifest content) {
    return latest.kind() == content.kind() && latest.content().equals(content.content());
  }
}
