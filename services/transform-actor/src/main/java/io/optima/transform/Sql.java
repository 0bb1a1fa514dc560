package io.optima.transform;

import io.optima.model.DatasetName;
import io.optima.model.DatasetRef;
import io.optima.model.OptimaException;
import io.optima.model.Principal;
import io.optima.model.dataset.Input;
import io.optima.model.transform.Definition;
import java.util.Map;
import java.util.SortedMap;

/** What SQL of a definition means for somebody. */
public interface Sql {
  /**
   * The versions that the references name now.
   *
   * @throws OptimaException NOT_FOUND when one does not exist or the caller may not read it
   */
  SortedMap<String, Input> pin(Principal caller, Map<String, DatasetRef> inputs);

  /**
   * Refuses SQL that is not allowed, does not fit the inputs' columns, reads anything but the
   * inputs, or has other parameters than the definition.
   *
   * @throws OptimaException INVALID_ARGUMENT
   */
  void check(Principal caller, Definition definition, SortedMap<String, Input> pinned);

  /**
   * Refuses an output that the caller may not write.
   *
   * @throws OptimaException PERMISSION_DENIED, NOT_FOUND
   */
  void checkOutput(Principal caller, DatasetName output);
}
