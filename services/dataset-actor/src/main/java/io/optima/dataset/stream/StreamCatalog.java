package io.optima.dataset.stream;

import io.optima.model.DatasetName;
import io.optima.model.OptimaException;
import java.util.Map;
import java.util.UUID;

/** Which streams there are. */
public interface StreamCatalog {
  /**
   * The stream as it is now.
   *
   * @throws OptimaException NOT_FOUND when there is none of that name
   */
  StreamInfo stream(DatasetName name);

  /** Names of all streams that are not dropped, by their ids. Reads every dataset's log. */
  Map<UUID, DatasetName> names();
}
