package io.optima.bench;

import io.optima.launch.Guest;
import java.util.List;

/** One row of the benchmarks' table, or a few that belong together. */
interface Workload {
  /** As users choose it. */
  String name();

  /** Services that have to run beside the Optima under test. */
  default List<Guest> guests() {
    return List.of();
  }

  List<Ratio> run(Bench bench) throws Exception;
}
