package io.optima.bench;

import java.time.Duration;
import java.util.stream.Stream;

/**
 * What a piece of work took.
 *
 * @param wall seconds on the clock
 * @param cpu seconds of processors, of this process and of all that it started
 */
record Cost(double wall, double cpu) {
  /** A piece of work to be timed. */
  interface Work {
    /**
     * @param round from 1; 0 is not timed
     */
    void run(int round) throws Exception;
  }

  static Cost of(Work work, int round) throws Exception {
    double cpu = processors();
    long start = System.nanoTime();
    work.run(round);
    return new Cost((System.nanoTime() - start) / 1e9, processors() - cpu);
  }

  /** Of one out of that many. */
  Cost each(int times) {
    return new Cost(wall / times, cpu / times);
  }

  Cost plus(Cost other) {
    return new Cost(wall + other.wall, cpu + other.cpu);
  }

  private static double processors() {
    ProcessHandle here = ProcessHandle.current();
    return Stream.concat(Stream.of(here), here.descendants())
            .flatMap(process -> process.info().totalCpuDuration().stream())
            .mapToDouble(Duration::toMillis)
            .sum()
        / 1000;
  }
}
