package io.optima.gateway;

import io.optima.model.Principal;
import io.optima.model.dataset.Datasets;

/**
 * Who calls, and the trace that the call belongs to.
 *
 * @param traceparent W3C trace context; empty when there is none
 */
public record Caller(Principal principal, String traceparent) {

  /** The caller as the author of a change. */
  public Datasets.Author author() {
    return new Datasets.Author(principal.name(), principal.isAdmin(), traceparent);
  }

  /** The second field of the traceparent (W3C Trace Context, section 3.2); empty without one. */
  public String traceId() {
    String[] fields = traceparent.split("-", -1);
    return fields.length < 2 ? "" : fields[1];
  }
}
