package io.optima.model.transform;

import io.optima.model.OptimaException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedSet;
import java.util.Set;
import java.util.TreeSet;

/** In which order steps can be done. */
public final class StepOrder {
  private StepOrder() {}

  /**
   * Each step behind all that it needs, by name where there is a choice.
   *
   * @param needs step → steps that it needs
   * @throws OptimaException INVALID_ARGUMENT when a step needs one that is not there, or itself
   */
  public static List<StepName> of(Map<StepName, ? extends Collection<StepName>> needs) {
    SequencedSet<StepName> ordered = new LinkedHashSet<>();
    new TreeSet<>(needs.keySet()).forEach(step -> visit(step, needs, ordered, new ArrayList<>()));
    return List.copyOf(ordered);
  }

  private static void visit(
      StepName step,
      Map<StepName, ? extends Collection<StepName>> needs,
      Set<StepName> ordered,
      List<StepName> path) {
    if (ordered.contains(step)) {
      return;
    }
    if (path.contains(step)) {
      List<StepName> circle = new ArrayList<>(path.subList(path.indexOf(step), path.size()));
      circle.add(step);
      throw OptimaException.invalid(
          "steps need each other: %s",
          String.join(" needs ", circle.stream().map(StepName::name).toList()));
    }
    Collection<StepName> needed = needs.get(step);
    if (needed == null) {
      throw OptimaException.invalid(
          "step '%s' needs '%s', which is not there: there are %s",
          path.getLast(), step, new TreeSet<>(needs.keySet()));
    }
    path.add(step);
    List<StepName> sorted = new ArrayList<>(needed);
    Collections.sort(sorted);
    sorted.forEach(need -> visit(need, needs, ordered, path));
    path.removeLast();
    ordered.add(step);
  }
}
