package io.optima.gateway;

/** Who makes the call that the current thread works for. */
@FunctionalInterface
public interface Callers {
  /**
   * The caller.
   *
   * @throws io.optima.model.OptimaException UNAUTHENTICATED when this thread works for nobody
   */
  Caller current();
}
