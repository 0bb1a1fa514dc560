package io.optima.runtime.error;

import io.optima.model.ErrorCode;
import io.optima.model.OptimaException;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns whatever was thrown into an {@link OptimaException}. What Optima did not foresee is logged
 * with a reference and answered with that reference alone: causes may hold paths and values that a
 * caller must not see.
 */
public final class UnknownErrors {
  private static final Logger log = LoggerFactory.getLogger(UnknownErrors.class);

  private UnknownErrors() {}

  public static OptimaException translate(Throwable thrown) {
    for (Throwable t = thrown; t != null; t = t.getCause()) {
      if (t instanceof OptimaException known) {
        return logged(known);
      }
    }
    String reference = reference();
    log.error("internal error, reference {}", reference, thrown);
    return OptimaException.of(
        ErrorCode.INTERNAL,
        "internal error: the log of the server tells more under reference %s",
        reference);
  }

  private static OptimaException logged(OptimaException known) {
    if (known.code().blame() == ErrorCode.Blame.INTERNAL && known.getCause() != null) {
      log.warn("{}", known.text(), known.getCause());
    }
    return known;
  }

  private static String reference() {
    return HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
  }
}
