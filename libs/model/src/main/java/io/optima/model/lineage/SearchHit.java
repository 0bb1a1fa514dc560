package io.optima.model.lineage;

import io.optima.model.DatasetName;
import io.optima.model.dataset.LogEntry;

/** A dataset found by name, description, label or column; its last known log entry. */
public record SearchHit(DatasetName dataset, LogEntry head, String snippet) {}
