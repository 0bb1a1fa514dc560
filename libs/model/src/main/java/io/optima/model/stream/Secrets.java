package io.optima.model.stream;

import java.util.Map;

/** Secrets as their stores keep them. */
public interface Secrets {
  /**
   * The entries of a secret as they are now.
   *
   * @throws io.optima.model.OptimaException FAILED_PRECONDITION when there is no such store or
   *     secret; UNAVAILABLE
   */
  Map<String, String> read(SecretRef secret);
}
