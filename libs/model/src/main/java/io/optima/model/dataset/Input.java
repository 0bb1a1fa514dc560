package io.optima.model.dataset;

import io.optima.model.ContentId;
import io.optima.model.DatasetName;

/** A version that another one was made from. */
public record Input(DatasetName dataset, long version, ContentId content) {}
