package io.optima.model.dataset;

import io.optima.model.ChunkDigest;
import io.optima.model.DatasetName;
import io.optima.model.DigestAlgorithm;
import io.optima.model.OptimaException;
import io.optima.model.stream.Durability;
import io.optima.model.stream.Stream;
import io.optima.model.stream.StreamSettings;
import io.optima.model.stream.StreamSettings.Retention;
import io.optima.model.stream.StreamSettings.SealPolicy;
import io.optima.model.stream.StreamSource;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The changes a dataset knows; each is one entry of its commit log or none.
 *
 * <p>A change is durable when the method returns. A change repeated with the same key within the
 * last 256 entries returns what the first one did. Errors: ALREADY_EXISTS, NOT_FOUND (absent or
 * dropped), CONFLICT (the base version is no longer the latest), FAILED_PRECONDITION (schema
 * incompatible), PERMISSION_DENIED (neither owner nor admin), UNAVAILABLE.
 */
public interface Datasets {
  LogEntry create(Create command);

  /** The state after the last change, dropped datasets included. */
  LogEntry head(DatasetName name);

  Committed commit(Commit command);

  LogEntry change(ChangeSettings command);

  /** INVALID_ARGUMENT when partitions would get fewer. */
  LogEntry changeStream(ChangeStream command);

  LogEntry drop(DatasetName name, Author author, String key);

  LogEntry undrop(DatasetName name, Author author, String key);

  /**
   * Who makes a change.
   *
   * @param traceparent W3C trace context, empty when there is none
   */
  record Author(String principal, boolean admin, String traceparent) {}

  /**
   * A dataset to be.
   *
   * @param stream when the kind is stream; null otherwise
   */
  record Create(
      DatasetName name,
      Kind kind,
      DigestAlgorithm algorithm,
      Settings settings,
      Author author,
      String key,
      @Nullable Stream stream) {
    /** A dataset that is no stream. */
    public Create(
        DatasetName name,
        Kind kind,
        DigestAlgorithm algorithm,
        Settings settings,
        Author author,
        String key) {
      this(name, kind, algorithm, settings, author, key, null);
    }
  }

  /**
   * A version whose chunks and manifest are already durable in the chunk store.
   *
   * @param base latest version the content was prepared on; null when it does not matter (replace)
   * @param allowBreaking accept a schema that is not compatible with the latest version's
   */
  record Commit(
      DatasetName name,
      ChunkDigest manifestDigest,
      Manifest manifest,
      int chunks,
      @Nullable Long base,
      boolean allowBreaking,
      @Nullable String source,
      List<Input> inputs,
      @Nullable Origin origin,
      String message,
      Author author,
      String key) {
    public Commit {
      inputs = List.copyOf(inputs);
    }

    /** The command without the list of chunks, which only the chunk store needs. */
    public Commit slim() {
      Manifest slim =
          new Manifest(
              manifest.format(),
              manifest.kind(),
              manifest.content(),
              manifest.schema(),
              manifest.root(),
              manifest.rows(),
              manifest.bytes(),
              List.of(),
              manifest.leaves());
      return new Commit(
          name,
          manifestDigest,
          slim,
          chunks,
          base,
          allowBreaking,
          source,
          inputs,
          origin,
          message,
          author,
          key);
    }
  }

  /**
   * What a commit came to.
   *
   * @param unchanged the latest version already had this content; no entry was written
   */
  record Committed(LogEntry entry, Version version, boolean unchanged) {}

  /**
   * A change of settings, each by its difference, so that two changes at once lose nothing of each
   * other. An owner or description that is null stays; what is set stands, also when it is among
   * what is removed.
   */
  record ChangeSettings(
      DatasetName name,
      @Nullable String owner,
      @Nullable String description,
      Map<String, String> setLabels,
      Set<String> removeLabels,
      Set<String> addReaders,
      Set<String> removeReaders,
      Author author,
      String key) {
    public ChangeSettings {
      setLabels = Map.copyOf(setLabels);
      removeLabels = Set.copyOf(removeLabels);
      addReaders = Set.copyOf(addReaders);
      removeReaders = Set.copyOf(removeReaders);
    }

    /** Changes labels and readers by nothing. */
    public ChangeSettings(
        DatasetName name,
        @Nullable String owner,
        @Nullable String description,
        Author author,
        String key) {
      this(name, owner, description, Map.of(), Set.of(), Set.of(), Set.of(), author, key);
    }

    /**
     * The settings after this change.
     *
     * @throws OptimaException INVALID_ARGUMENT when a value is not allowed
     */
    public Settings applyTo(Settings before) {
      Map<String, String> labels = new HashMap<>(before.labels());
      labels.keySet().removeAll(removeLabels);
      labels.putAll(setLabels);
      Set<String> readers = new HashSet<>(before.readers());
      readers.removeAll(removeReaders);
      readers.addAll(addReaders);
      return new Settings(
          owner == null ? before.owner() : owner,
          description == null ? before.description() : description,
          labels,
          readers);
    }
  }

  /**
   * A change of a stream's settings by its difference, as {@link ChangeSettings}: what is null
   * stays.
   *
   * @param retention takes the place of the one before as a whole
   * @param sealTopic as {@link SealPolicy#topic}
   */
  record ChangeStream(
      DatasetName name,
      @Nullable Integer partitions,
      @Nullable Durability durability,
      @Nullable Retention retention,
      @Nullable Long sealBytes,
      @Nullable Duration sealAge,
      @Nullable Boolean sealTopic,
      @Nullable NewSource source,
      Author author,
      String key) {
    /** Of nothing that has to do with a topic. */
    public ChangeStream(
        DatasetName name,
        @Nullable Integer partitions,
        @Nullable Durability durability,
        @Nullable Retention retention,
        @Nullable Long sealBytes,
        @Nullable Duration sealAge,
        @Nullable NewSource source,
        Author author,
        String key) {
      this(name, partitions, durability, retention, sealBytes, sealAge, null, source, author, key);
    }

    /**
     * What the stream is fed from instead.
     *
     * @param source null for nothing
     */
    public record NewSource(@Nullable StreamSource source) {}

    /**
     * The settings after this change; schema and topic stay for good.
     *
     * @throws OptimaException INVALID_ARGUMENT when a value is not allowed
     */
    public StreamSettings applyTo(StreamSettings before) {
      SealPolicy seal = before.seal();
      return new StreamSettings(
          partitions == null ? before.partitions() : partitions,
          before.schema(),
          durability == null ? before.durability() : durability,
          retention == null ? before.retention() : retention,
          new SealPolicy(
              sealBytes == null ? seal.bytes() : sealBytes,
              sealAge == null ? seal.age() : sealAge,
              sealTopic == null ? seal.topic() : sealTopic),
          before.kafka(),
          source == null ? before.source() : source.source());
    }
  }
}
