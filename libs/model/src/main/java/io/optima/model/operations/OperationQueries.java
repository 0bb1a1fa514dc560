package io.optima.model.operations;

import io.optima.model.Principal;
import java.time.Duration;
import java.util.List;

/**
 * Housekeeping that gateways ask the dataset-actor and lineage services for: JSON bodies and
 * answers of the paths below. Callers must be administrators.
 */
public final class OperationQueries {
  public static final String COLLECT_GARBAGE = "/internal/dataset/gc";
  public static final String REPAIR_DATASETS = "/internal/dataset/repair";
  public static final String REPAIR_LINEAGE = "/internal/lineage/repair";

  private OperationQueries() {}

  /**
   * {@link #COLLECT_GARBAGE}.
   *
   * @param delete without it chunks are only counted
   * @param grace younger chunks stay
   */
  public record CollectGarbage(Principal caller, boolean delete, Duration grace) {}

  /**
   * What nobody needs.
   *
   * @param chunks unreferenced chunks found, and deleted if asked for
   * @param kept chunks that are needed or too young
   */
  public record Garbage(boolean deleted, long chunks, long bytes, long kept) {}

  /**
   * {@link #REPAIR_DATASETS} and {@link #REPAIR_LINEAGE}: mends a batch of datasets in the order of
   * names, so that progress is seen and no answer takes long.
   *
   * @param after name of the last dataset of the batch before; empty: from the start
   */
  public record Repair(Principal caller, String after, int size) {}

  /**
   * A batch is done.
   *
   * @param done datasets of this batch
   * @param total datasets altogether
   * @param findings what was found wrong and mended
   * @param next value for the next batch's {@code after}; empty after the last
   */
  public record Repaired(long done, long total, List<String> findings, String next) {
    public Repaired {
      findings = List.copyOf(findings);
    }
  }
}
