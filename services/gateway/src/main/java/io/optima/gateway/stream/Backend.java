package io.optima.gateway.stream;

import io.optima.gateway.stream.PartitionNodes.Lane;
import io.optima.gateway.stream.StreamAccess.Opened;
import io.optima.model.DatasetName;
import io.optima.model.stream.ConsumerGroups;
import io.optima.model.stream.GroupRef;
import io.optima.model.stream.PartitionRef;
import io.optima.model.stream.StreamSettings;
import io.optima.model.stream.StreamSettings.Retention;
import java.util.List;

/**
 * What keeps the records of streams: Optima's nodes, or the brokers of a topic. Errors are those of
 * {@link PartitionNodes}.
 */
public interface Backend {
  /**
   * The settings of a stream that is about to be created, as they have to be here.
   *
   * @throws io.optima.model.OptimaException INVALID_ARGUMENT, FAILED_PRECONDITION when such a
   *     stream cannot be here
   */
  StreamSettings prepared(StreamSettings asked);

  /** How many partitions the stream has now: those of its settings, or more. */
  int partitions(StreamSettings settings);

  /** A way to append. Close it. */
  Lane lane();

  RecordSource source(PartitionRef partition);

  /** How far all partitions are, in their order. */
  List<Streams.State> states(Opened stream);

  /** Moves what is not sealed to chunks. */
  void seal(Opened stream);

  /** The same, and drops chunks from the heads that are not to be kept. */
  void truncate(Opened stream, Retention keep);

  /**
   * @throws io.optima.model.OptimaException INVALID_ARGUMENT when groups are not named so here
   */
  GroupRef group(DatasetName stream, String name);

  ConsumerGroups groups();

  /** All groups that ever read the stream, by name. */
  List<GroupRef> groups(DatasetName stream);
}
