package io.optima.transform;

import io.optima.model.transform.Run;
import io.optima.model.transform.RunRecord;
import java.time.Instant;

/**
 * What a Run actor remembers.
 *
 * @param epoch names the current attempt, so that one that was given up cannot speak for it; empty
 *     before the first
 * @param holder process that carries out the attempt; empty when it is known to be lost
 * @param beat when the attempt last showed that it lives
 * @param cancelling somebody asked for the end
 */
public record RunMemory(
    RunRecord record, String epoch, String holder, Instant beat, boolean cancelling) {

  /** Of a run that was accepted. */
  public static RunMemory of(RunRecord record) {
    return new RunMemory(record, "", "", record.run().created(), false);
  }

  public Run run() {
    return record.run();
  }

  RunMemory with(Run run) {
    return new RunMemory(record.with(run), epoch, holder, beat, cancelling);
  }

  RunMemory with(RunRecord other) {
    return new RunMemory(other, epoch, holder, beat, cancelling);
  }

  RunMemory held(String newEpoch, String by, Instant now) {
    return new RunMemory(record, newEpoch, by, now, cancelling);
  }

  RunMemory lost() {
    return new RunMemory(record, epoch, "", beat, cancelling);
  }

  RunMemory alive(Instant now) {
    return new RunMemory(record, epoch, holder, now, cancelling);
  }

  RunMemory cancelled() {
    return new RunMemory(record, epoch, holder, beat, true);
  }
}
