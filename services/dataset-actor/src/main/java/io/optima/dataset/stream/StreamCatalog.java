package io.optima.dataset.stream;

import io.optima.model.DatasetName;
import io.optima.model.OptimaException;

/** Which streams there are. */
public interface StreamCatalog {
  /**
   * The stream as it is now.
   *
   * @throws OptimaException NOT_FOUND when there is none of that name
   */
  StreamInfo stream(DatasetName name);
}
