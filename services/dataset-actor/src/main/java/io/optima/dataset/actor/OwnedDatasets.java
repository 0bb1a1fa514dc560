package io.optima.dataset.actor;

import io.optima.dataset.OwnedDataset;
import io.optima.model.DatasetName;

/** Opens a dataset on the store that this process uses. */
public interface OwnedDatasets {
  OwnedDataset open(DatasetName name);
}
