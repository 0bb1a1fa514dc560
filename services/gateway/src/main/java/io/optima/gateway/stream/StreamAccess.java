package io.optima.gateway.stream;

import io.optima.gateway.Caller;
import io.optima.model.DatasetName;
import io.optima.model.ErrorCode;
import io.optima.model.OptimaException;
import io.optima.model.dataset.Datasets;
import io.optima.model.dataset.Kind;
import io.optima.model.dataset.LogEntry;
import io.optima.model.stream.PartitionRef;
import io.optima.model.stream.RecordSchema;
import io.optima.model.stream.Stream;
import io.optima.model.stream.StreamSettings;
import io.optima.query.protobuf.RowMessages;
import io.optima.query.secure.Relations;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Who may read and who may publish: by the policy of datasets, and to streams only. */
public final class StreamAccess {
  private final Relations relations;
  private final Backends backends;
  private final Datasets datasets;

  public StreamAccess(Relations relations, Backends backends, Datasets datasets) {
    this.relations = relations;
    this.backends = backends;
    this.datasets = datasets;
  }

  /** A stream that is not dropped, with its settings. */
  public record Opened(LogEntry dataset, Stream stream, Backend backend) {
    DatasetName name() {
      return dataset.dataset();
    }

    /** What its values are; null: bytes. */
    @Nullable RowMessages rows() {
      RecordSchema schema = stream.settings().schema();
      return schema == null ? null : RowMessages.of(schema);
    }

    int partitions() {
      return stream.settings().partitions();
    }

    /**
     * @throws OptimaException NOT_FOUND
     */
    PartitionRef partition(int number) {
      if (number < 0 || number >= partitions()) {
        throw OptimaException.notFound(
            "%s has no partition %s: its partitions are 0 to %d",
            name(), Integer.toUnsignedString(number), partitions() - 1);
      }
      return new PartitionRef(name(), number);
    }

    /** All partitions, in their order. */
    public List<PartitionRef> all() {
      return IntStream.range(0, partitions()).mapToObj(this::partition).toList();
    }
  }

  /**
   * A stream that the caller may read.
   *
   * @throws OptimaException NOT_FOUND, FAILED_PRECONDITION when it is no stream
   */
  public Opened readable(Caller caller, DatasetName name) {
    LogEntry head = relations.visible(caller.principal(), name);
    if (head.kind() != Kind.STREAM) {
      throw OptimaException.of(
          ErrorCode.FAILED_PRECONDITION,
          "%s is no stream: publish versions to it and read those, or create a stream under another"
              + " name",
          name);
    }
    return grown(head, Objects.requireNonNull(head.stream()));
  }

  /** A topic may have got partitions without us: then the stream gets them too, for good. */
  private Opened grown(LogEntry head, Stream stream) {
    StreamSettings settings = stream.settings();
    Backend backend = backends.of(settings);
    int partitions = backend.partitions(settings);
    if (partitions <= settings.partitions()) {
      return new Opened(head, stream, backend);
    }
    LogEntry after =
        datasets.changeStream(
            new Datasets.ChangeStream(
                head.dataset(),
                partitions,
                null,
                null,
                null,
                null,
                null,
                new Datasets.Author(head.settings().owner(), false, ""),
                stream.id() + " has " + partitions));
    return new Opened(after, Objects.requireNonNull(after.stream()), backend);
  }

  /**
   * A stream that the caller may publish to: its owner or an administrator.
   *
   * @throws OptimaException as {@link #readable}, and PERMISSION_DENIED
   */
  public Opened writable(Caller caller, DatasetName name) {
    Opened opened = readable(caller, name);
    relations.requireChange(caller.principal(), opened.dataset());
    return opened;
  }
}
