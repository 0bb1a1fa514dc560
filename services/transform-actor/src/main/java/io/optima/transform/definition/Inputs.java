package io.optima.transform.definition;

import io.optima.model.DatasetName;
import io.optima.model.DatasetRef;
import io.optima.model.OptimaException;
import io.optima.model.Principal;
import io.optima.model.dataset.Input;
import java.util.Map;
import java.util.SortedMap;

/** The datasets that definitions name. */
public interface Inputs {
  /**
   * The versions that the references name now.
   *
   * @throws OptimaException NOT_FOUND when one does not exist or the caller may not read it
   */
  SortedMap<String, Input> pin(Principal caller, Map<String, DatasetRef> inputs);

  /**
   * Refuses an output that the caller may not write.
   *
   * @throws OptimaException PERMISSION_DENIED, NOT_FOUND, FAILED_PRECONDITION when it is dropped
   */
  void checkOutput(Principal caller, DatasetName output);
}
