package io.optima.query.secure;

import io.optima.model.Principal;
import io.optima.model.dataset.LogEntry;
import io.optima.query.secure.Decision.Outcome;

/**
 * Admins and the owner may do everything with a dataset; the readers in its settings may read it;
 * {@code *} among them is everyone who has a token.
 */
public final class OwnersAndReaders implements Policy {
  private static final String NAME = "owners-and-readers/1";
  private static final String EVERYONE = "*";

  @Override
  public Decision read(Principal principal, LogEntry head) {
    boolean granted =
        mayChange(principal, head)
            || head.settings().readers().contains(EVERYONE)
            || head.settings().readers().contains(principal.name());
    // the settings decide, so the entry that carries them is part of the policy's version
    String version = NAME + "#" + head.sequence();
    return new Decision(granted ? Outcome.EVERYTHING : Outcome.NOTHING, version);
  }

  @Override
  public boolean mayChange(Principal principal, LogEntry head) {
    return principal.isAdmin() || head.settings().owner().equals(principal.name());
  }
}
