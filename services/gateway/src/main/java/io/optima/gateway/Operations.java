package io.optima.gateway;

import io.optima.model.ErrorCode;
import io.optima.model.OptimaException;
import io.optima.model.operations.OperationQueries;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;

/** Housekeeping, for administrators only. */
public final class Operations {
  /** Younger chunks may belong to a publish that is slow. */
  public static final Duration USUAL_GRACE = Duration.ofHours(24);

  private static final int BATCH = 100;

  private final Housekeeping housekeeping;

  public Operations(Housekeeping housekeeping) {
    this.housekeeping = housekeeping;
  }

  /** How far a repair is, and what one batch of it mended. */
  public record RepairProgress(long done, long total, List<String> findings) {}

  public OperationQueries.Garbage collectGarbage(Caller caller, boolean delete, Duration grace) {
    checkAdmin(caller);
    return housekeeping.collectGarbage(
        new OperationQueries.CollectGarbage(caller.principal(), delete, grace));
  }

  /** Rebuilds actor state, then the lineage index, and tells the progress of both together. */
  public void repair(Caller caller, Consumer<RepairProgress> progress, BooleanSupplier gone) {
    checkAdmin(caller);
    long done = all(caller, housekeeping::repairDatasets, 0, progress, gone);
    all(caller, housekeeping::repairLineage, done, progress, gone);
  }

  private static long all(
      Caller caller,
      Function<OperationQueries.Repair, OperationQueries.Repaired> repair,
      long before,
      Consumer<RepairProgress> progress,
      BooleanSupplier gone) {
    String after = "";
    long done = before;
    do {
      OperationQueries.Repaired batch =
          repair.apply(new OperationQueries.Repair(caller.principal(), after, BATCH));
      done += batch.done();
      progress.accept(new RepairProgress(done, 2 * batch.total(), batch.findings()));
      after = batch.next();
    } while (!after.isEmpty() && !gone.getAsBoolean());
    return done;
  }

  /**
   * Refuses everybody else.
   *
   * @throws OptimaException PERMISSION_DENIED
   */
  public void checkAdmin(Caller caller) {
    if (!caller.principal().isAdmin()) {
      throw OptimaException.of(
          ErrorCode.PERMISSION_DENIED,
          "%s is no administrator: housekeeping is for administrators only",
          caller.principal().name());
    }
  }
}
