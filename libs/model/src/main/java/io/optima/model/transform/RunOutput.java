package io.optima.model.transform;

import io.optima.model.ContentId;
import io.optima.model.DatasetName;
import org.jspecify.annotations.Nullable;

/**
 * A dataset that a run writes.
 *
 * @param name of the step output that goes there
 * @param version that the run made or found; 0 before that
 * @param content of that version; null before that
 * @param unchanged the dataset held the content already
 */
public record RunOutput(
    String name,
    DatasetName dataset,
    long version,
    @Nullable ContentId content,
    boolean unchanged) {

  /** Before anything is committed. */
  public static RunOutput planned(String name, DatasetName dataset) {
    return new RunOutput(name, dataset, 0, null, false);
  }
}
