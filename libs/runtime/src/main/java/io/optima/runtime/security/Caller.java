package io.optima.runtime.security;

import io.grpc.Context;
import io.optima.model.ErrorCode;
import io.optima.model.OptimaException;
import io.optima.model.Principal;

/**
 * The principal of the call that the current thread works for, behind every door the same way.
 * Executors of {@code Threads} take it along.
 */
public final class Caller {
  private static final Context.Key<Principal> KEY = Context.key("optima-principal");

  private Caller() {}

  /**
   * Who calls.
   *
   * @throws OptimaException UNAUTHENTICATED when this thread works for nobody
   */
  public static Principal current() {
    Principal principal = KEY.get();
    if (principal == null) {
      throw new OptimaException(
          ErrorCode.UNAUTHENTICATED,
          "no token: send the header 'authorization: Bearer <token>'; 'optima up' makes one");
    }
    return principal;
  }

  static Context with(Principal principal) {
    return Context.current().withValue(KEY, principal);
  }
}
