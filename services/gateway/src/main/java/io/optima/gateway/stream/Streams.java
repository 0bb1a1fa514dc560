package io.optima.gateway.stream;

import io.optima.gateway.Caller;
import io.optima.gateway.RecentChanges;
import io.optima.gateway.stream.PartitionNodes.Offsets;
import io.optima.gateway.stream.StreamAccess.Opened;
import io.optima.model.DatasetName;
import io.optima.model.DigestAlgorithm;
import io.optima.model.ErrorCode;
import io.optima.model.OptimaException;
import io.optima.model.dataset.Datasets;
import io.optima.model.dataset.Datasets.ChangeStream.NewSource;
import io.optima.model.dataset.Kind;
import io.optima.model.dataset.LogEntry;
import io.optima.model.dataset.Settings;
import io.optima.model.stream.Durability;
import io.optima.model.stream.KafkaTopic;
import io.optima.model.stream.RecordSchema;
import io.optima.model.stream.Stream;
import io.optima.model.stream.StreamSettings;
import io.optima.model.stream.StreamSettings.Retention;
import io.optima.model.stream.StreamSource;
import io.optima.query.protobuf.RowMessages;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Streams and their partitions; records are none of its business. */
public final class Streams {
  private final Datasets datasets;
  private final StreamAccess access;
  private final Backends backends;
  private final RecentChanges recent;
  private final SourceProgress.Known sources;
  private final SourceSchemas schemas;

  public Streams(
      Datasets datasets,
      StreamAccess access,
      Backends backends,
      RecentChanges recent,
      SourceProgress.Known sources,
      SourceSchemas schemas) {
    this.datasets = datasets;
    this.access = access;
    this.backends = backends;
    this.recent = recent;
    this.sources = sources;
    this.schemas = schemas;
  }

  /** A stream to be; the caller becomes its owner. */
  public record Creation(
      DatasetName name,
      StreamSettings settings,
      DigestAlgorithm algorithm,
      String description,
      Map<String, String> labels,
      Set<String> readers,
      String key) {}

  /**
   * A stream and its partitions.
   *
   * @param source how it is fed here; empty when it is not
   */
  public record Described(
      LogEntry dataset,
      Stream stream,
      List<State> partitions,
      Optional<SourceProgress.State> source) {}

  /**
   * A partition.
   *
   * @param node that holds it; empty when none does
   * @param content identifies what is sealed; empty before the first seal
   */
  public record State(int number, Offsets offsets, String node, long sealedBytes, String content) {}

  /**
   * Makes an empty stream.
   *
   * @throws OptimaException ALREADY_EXISTS
   */
  public Described create(Caller caller, Creation creation) {
    Backend backend = backends.of(creation.settings());
    Settings settings =
        new Settings(
            caller.principal().name(),
            creation.description(),
            creation.labels(),
            creation.readers());
    LogEntry made =
        recent.remember(
            datasets.create(
                new Datasets.Create(
                    creation.name(),
                    Kind.STREAM,
                    creation.algorithm(),
                    settings,
                    caller.author(),
                    creation.key(),
                    new Stream(
                        UUID.randomUUID(), described(backend.prepared(creation.settings()))))));
    return describe(new Opened(made, Objects.requireNonNull(made.stream()), backend));
  }

  /** With the schema that the source says. */
  private StreamSettings described(StreamSettings settings) {
    RecordSchema said =
        settings.source() == null ? null : schemas.of(settings.source()).orElse(null);
    if (said == null) {
      return settings;
    }
    if (settings.schema() != null) {
      throw OptimaException.invalid(
          "the source says which columns the stream has: leave the schema out");
    }
    return settings.withSchema(said);
  }

  /** Other settings for a stream; what is null stays. */
  public record Update(
      DatasetName name,
      @Nullable Integer partitions,
      @Nullable Durability durability,
      @Nullable Retention retention,
      @Nullable Long sealBytes,
      @Nullable Duration sealAge,
      @Nullable Boolean sealTopic,
      @Nullable NewSource source,
      String key) {}

  /**
   * Changes settings. Nodes, publishers and groups follow within seconds.
   *
   * @throws OptimaException as {@link #describe}, PERMISSION_DENIED, and INVALID_ARGUMENT when
   *     partitions would get fewer
   */
  public Described update(Caller caller, Update update) {
    Opened opened = access.writable(caller, update.name());
    KafkaTopic topic = opened.stream().settings().kafka();
    if (topic != null && update.partitions() != null) {
      throw OptimaException.invalid(
          "partitions of %s are those of topic %s: add them there", update.name(), topic);
    }
    if (update.source() != null && update.source().source() != null) {
      requireSchema(opened, update.source().source());
    }
    LogEntry changed =
        recent.remember(
            datasets.changeStream(
                new Datasets.ChangeStream(
                    update.name(),
                    update.partitions(),
                    update.durability(),
                    update.retention(),
                    update.sealBytes(),
                    update.sealAge(),
                    update.sealTopic(),
                    update.source(),
                    caller.author(),
                    update.key())));
    return describe(
        new Opened(changed, Objects.requireNonNull(changed.stream()), opened.backend()));
  }

  private void requireSchema(Opened opened, StreamSource source) {
    RecordSchema said = schemas.of(source).orElse(null);
    if (said != null && !said.equals(opened.stream().settings().schema())) {
      throw OptimaException.of(
          ErrorCode.FAILED_PRECONDITION,
          "%s has other columns than the source says, and they stay: create another stream from"
              + " the source",
          opened.name());
    }
  }

  /**
   * The stream, and how far its partitions are.
   *
   * @throws OptimaException NOT_FOUND, FAILED_PRECONDITION when it is no stream
   */
  public Described describe(Caller caller, DatasetName name) {
    return describe(access.readable(caller, name));
  }

  /**
   * The same without the partitions.
   *
   * @throws OptimaException as {@link #describe}
   */
  public Described describeSettings(Caller caller, DatasetName name) {
    Opened opened = access.readable(caller, name);
    return new Described(opened.dataset(), opened.stream(), List.of(), Optional.empty());
  }

  /**
   * What the values of a stream are; null: bytes.
   *
   * @throws OptimaException as {@link #describe}
   */
  public @Nullable RowMessages rows(Caller caller, DatasetName name) {
    return access.readable(caller, name).rows();
  }

  private Described describe(Opened opened) {
    return new Described(
        opened.dataset(),
        opened.stream(),
        opened.backend().states(opened),
        sources.of(opened.stream().id()));
  }

  /**
   * Moves what lies in journals to chunks.
   *
   * @throws OptimaException as {@link #describe}, and PERMISSION_DENIED
   */
  public Described seal(Caller caller, DatasetName name) {
    Opened opened = access.writable(caller, name);
    opened.backend().seal(opened);
    return describe(opened);
  }

  /**
   * The same, and drops chunks from the heads of all partitions that are not to be kept. The
   * stream's own retention stays as it is.
   *
   * @throws OptimaException as {@link #seal}, and INVALID_ARGUMENT when everything is to be kept
   */
  public Described truncate(Caller caller, DatasetName name, Retention keep) {
    if (keep.equals(Retention.FOREVER)) {
      throw OptimaException.invalid(
          "nothing of %s would be dropped: say which age, bytes or records of each partition are"
              + " to be kept",
          name);
    }
    Opened opened = access.writable(caller, name);
    opened.backend().truncate(opened, keep);
    return describe(opened);
  }
}
