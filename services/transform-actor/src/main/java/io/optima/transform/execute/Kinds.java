package io.optima.transform.execute;

import io.optima.model.transform.StepWork;
import io.optima.transform.step.Checking;
import io.optima.transform.step.StepInput;
import io.optima.transform.step.StepKind;
import io.optima.transform.step.StepKind.Checked;
import io.optima.transform.step.StepKind.Prepared;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** All ways to work. */
public final class Kinds {
  private final Map<Class<?>, StepKind<?>> kinds = new HashMap<>();

  public Kinds(List<StepKind<?>> all) {
    all.forEach(kind -> kinds.put(kind.work(), kind));
  }

  /** As {@link StepKind#check}. */
  public Checked check(StepWork work, Checking checking) {
    return kind(work).check(work, checking);
  }

  /** As {@link StepKind#prepare}. */
  Prepared prepare(StepWork work, StepInput input) {
    return kind(work).prepare(work, input);
  }

  // a kind stands under the class of its work
  @SuppressWarnings("unchecked")
  private StepKind<StepWork> kind(StepWork work) {
    StepKind<?> kind = kinds.get(work.getClass());
    if (kind == null) {
      throw new IllegalStateException("nobody does " + work.getClass());
    }
    return (StepKind<StepWork>) kind;
  }
}
