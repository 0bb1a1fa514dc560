package io.optima.gateway;

import io.optima.model.DatasetName;
import io.optima.model.DigestAlgorithm;
import io.optima.model.ErrorCode;
import io.optima.model.OptimaException;
import io.optima.model.dataset.CsvOptions;
import io.optima.model.dataset.Datasets.Committed;
import io.optima.model.dataset.Datasets.Create;
import io.optima.model.dataset.Format;
import io.optima.model.dataset.Kind;
import io.optima.model.dataset.LogEntry;
import io.optima.model.dataset.Mode;
import io.optima.model.dataset.Settings;
import io.optima.model.dataset.Version;
import io.optima.model.schema.TableSchema;
import io.optima.query.publish.PublishListener;
import io.optima.query.publish.PublishRequest;
import io.optima.query.publish.PublishTarget;
import io.optima.query.publish.Publisher;
import io.optima.query.secure.Relations;
import io.optima.store.DatasetLog;
import java.io.InputStream;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.jspecify.annotations.Nullable;

/** Taking content in: who may not is refused before the first byte is read. */
public final class Publishing {
  private final Publisher publisher;
  private final Relations relations;
  private final DatasetLog log;
  private final RecentChanges recent;

  public Publishing(
      Publisher publisher, Relations relations, DatasetLog log, RecentChanges recent) {
    this.publisher = publisher;
    this.relations = relations;
    this.log = log;
    this.recent = recent;
  }

  /**
   * Where content goes.
   *
   * @param key the caller's idempotency key; empty when there is none
   * @param birth what the dataset is made of when it does not exist; null: it must exist
   */
  public record Target(
      DatasetName name,
      Mode mode,
      boolean allowBreaking,
      @Nullable Long base,
      @Nullable Birth birth,
      String message,
      String key) {}

  /** A dataset that a publish may create. */
  public record Birth(DigestAlgorithm algorithm, String description, Map<String, String> labels) {
    public static final Birth PLAIN = new Birth(DigestAlgorithm.SHA256, "", Map.of());
  }

  /**
   * An upload.
   *
   * @param schema declared columns; null: found out by reading
   */
  public record Upload(
      Target target, Format format, CsvOptions csv, @Nullable TableSchema schema) {}

  /** What became of it. */
  public record Published(LogEntry dataset, Version version, boolean unchanged) {}

  /** Publishes bytes in a format; they are read until they end. */
  public Published upload(Caller caller, Upload upload, InputStream bytes) {
    return publish(
        caller,
        upload.target(),
        target ->
            publisher.publish(
                new PublishRequest(target, upload.format(), upload.csv(), upload.schema()),
                bytes,
                PublishListener.NONE));
  }

  /** Publishes rows; the reader stays the caller's. */
  public Published rows(Caller caller, Target target, ArrowReader rows) {
    return publish(
        caller, target, where -> publisher.publishRows(where, rows, PublishListener.NONE));
  }

  private Published publish(Caller caller, Target target, Function<PublishTarget, Committed> work) {
    PublishTarget where =
        PublishTarget.of(
                target.name(), target.mode(), target.message(), caller.author(), target.key())
            .allowingBreaking(target.allowBreaking())
            .basedOn(target.base())
            .creating(birth(caller, target));
    Committed result = work.apply(where);
    return new Published(recent.remember(result.entry()), result.version(), result.unchanged());
  }

  private @Nullable Create birth(Caller caller, Target target) {
    Optional<LogEntry> head = log.head(target.name());
    if (head.isPresent()) {
      relations.requireChange(caller.principal(), head.get());
      requireVersions(head.get());
      requireBase(target, head.get().latestNumber());
      return null;
    }
    requireBase(target, 0);
    if (target.birth() == null) {
      throw OptimaException.notFound(
          "dataset %s does not exist: create it first, or publish with create", target.name());
    }
    return create(caller, target, target.birth());
  }

  private static void requireVersions(LogEntry head) {
    if (head.kind() == Kind.STREAM) {
      throw OptimaException.of(
          ErrorCode.FAILED_PRECONDITION,
          "%s is a stream and has no versions: publish records to it with 'optima stream publish'"
              + " or StreamService",
          head.dataset());
    }
  }

  private static void requireBase(Target target, long latest) {
    if (target.base() != null && target.base() != latest) {
      throw OptimaException.of(
          ErrorCode.CONFLICT,
          "%s is at version %d, not %d: look at what changed, then publish again",
          target.name(),
          latest,
          target.base());
    }
  }

  private static Create create(Caller caller, Target target, Birth birth) {
    String name = caller.principal().name();
    return new Create(
        target.name(),
        Kind.IMMUTABLE,
        birth.algorithm(),
        new Settings(name, birth.description(), birth.labels(), Set.of()),
        caller.author(),
        target.key().isEmpty() ? UUID.randomUUID().toString() : target.key() + ":create");
  }

  /** Whether what is published there are records, not versions. */
  public boolean isStream(DatasetName name) {
    return log.head(name).filter(head -> head.kind() == Kind.STREAM).isPresent();
  }

  /**
   * Refuses a name that is taken.
   *
   * @throws OptimaException ALREADY_EXISTS
   */
  public void requireNew(DatasetName name) {
    if (log.head(name).isPresent()) {
      throw OptimaException.of(
          ErrorCode.ALREADY_EXISTS, "dataset %s exists: append to it or replace it", name);
    }
  }
}
