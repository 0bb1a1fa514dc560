package io.optima.query.sql;

import io.optima.model.ChunkDigest;
import io.optima.query.secure.Decision;
import io.optima.query.secure.Grant;
import java.util.Map;
import java.util.TreeMap;

/**
 * What an instance of DuckDB shows: the same names for the same content, seen under the same
 * outcome of the policy, can share one.
 */
record InstanceKey(Map<String, Shown> tables) {
  /** Content under a policy's outcome. */
  record Shown(ChunkDigest manifest, Decision.Outcome outcome) {}

  static InstanceKey of(Map<TableName, Grant> grants) {
    Map<String, Shown> tables = new TreeMap<>();
    grants.forEach(
        (table, grant) ->
            tables.put(
                table.schema() + "." + table.table(),
                new Shown(grant.version().manifest(), grant.decision().outcome())));
    return new InstanceKey(tables);
  }
}
