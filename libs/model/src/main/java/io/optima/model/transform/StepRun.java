package io.optima.model.transform;

import io.optima.model.transform.Run.Progress;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One step of a run.
 *
 * @param attempt from 1; 0 before the first
 * @param failures attempts that failed
 * @param queued when it could have started; null before that
 * @param started when its current or last attempt began; null before the first
 * @param ended null before that
 * @param message why it failed, or a note on what it did; may be empty
 * @param reused where its result was taken from; null when it was made in this run
 */
public record StepRun(
    StepName name,
    StepState state,
    int attempt,
    int failures,
    Progress progress,
    @Nullable Instant queued,
    @Nullable Instant started,
    @Nullable Instant ended,
    String message,
    @Nullable StepRef reused) {}
