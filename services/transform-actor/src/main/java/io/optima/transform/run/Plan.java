package io.optima.transform.run;

import io.optima.model.OptimaException;
import io.optima.model.transform.Definition;
import io.optima.model.transform.RetryRule;
import io.optima.model.transform.RetryRule.Failure;
import io.optima.model.transform.RunRules;
import io.optima.model.transform.StepName;
import io.optima.model.transform.StepOrder;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What runs of a definition have to do. Their last step commits the outputs and needs all others,
 * so that nothing is published of a run in which a step fails.
 */
public final class Plan {
  /** Half of the outputs are not to stay away because of what passes: about eight hours. */
  private static final RetryRule COMMITTING =
      new RetryRule(
          1_000,
          Duration.ofMillis(200),
          Duration.ofSeconds(30),
          2,
          0.2,
          Set.of(Failure.UNAVAILABLE, Failure.EXHAUSTED, Failure.TIMEOUT));

  private final SortedMap<StepName, Node> steps;
  private final List<StepName> order;
  private final RunRules rules;

  private record Node(Set<StepName> needs, RetryRule retry) {}

  private Plan(SortedMap<StepName, Node> steps, RunRules rules) {
    this.steps = steps;
    this.rules = rules;
    Map<StepName, Set<StepName>> needs = new TreeMap<>();
    steps.forEach((name, node) -> needs.put(name, node.needs()));
    this.order = StepOrder.of(needs);
  }

  /**
   * The plan of a definition.
   *
   * @throws OptimaException INVALID_ARGUMENT when a step needs one that is not there, or itself
   */
  public static Plan of(Definition definition) {
    SortedMap<StepName, Node> steps = new TreeMap<>();
    RetryRule byDefault = definition.rules().retry();
    definition
        .steps()
        .forEach(
            (name, step) ->
                steps.put(
                    name,
                    new Node(
                        Set.copyOf(step.needs()),
                        step.retry() == null ? byDefault : step.retry())));
    if (!definition.outputs().isEmpty()) {
      steps.put(StepName.COMMIT, new Node(definition.steps().keySet(), COMMITTING));
    }
    return new Plan(steps, definition.rules());
  }

  /** Each step behind all that it needs, by name where there is a choice. */
  public List<StepName> order() {
    return order;
  }

  Set<StepName> needs(StepName step) {
    return node(step).needs();
  }

  RetryRule retry(StepName step) {
    return node(step).retry();
  }

  RunRules rules() {
    return rules;
  }

  boolean commits() {
    return steps.containsKey(StepName.COMMIT);
  }

  private Node node(StepName step) {
    Node node = steps.get(step);
    if (node == null) {
      throw OptimaException.notFound("there is no step %s", step);
    }
    return node;
  }
}
