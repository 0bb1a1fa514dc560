package io.optima.query.stream;

import io.optima.model.stream.StreamRecord;
import java.util.List;

/**
 * Records at neighbouring offsets.
 *
 * @param first offset of the first one
 */
record RecordGroup(long first, List<StreamRecord> records) {}
