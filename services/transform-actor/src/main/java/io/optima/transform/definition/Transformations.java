package io.optima.transform.definition;

import io.optima.model.ErrorCode;
import io.optima.model.OptimaException;
import io.optima.model.Principal;
import io.optima.model.transform.Definition;
import io.optima.model.transform.Revision;
import io.optima.store.TransformationLog;
import java.time.Clock;
import java.util.Optional;

/** Revisions of transformations; the log in the store is the truth. */
public final class Transformations {
  private final TransformationLog log;
  private final Clock clock;

  public Transformations(TransformationLog log, Clock clock) {
    this.log = log;
    this.clock = clock;
  }

  /**
   * The revision that holds the definition: a new one only when it differs from the newest.
   *
   * @throws OptimaException PERMISSION_DENIED when somebody else applied the first revision
   */
  public Revision apply(Definition definition, Principal caller) {
    while (true) {
      Optional<Revision> head = log.head(definition.name());
      if (head.isPresent()) {
        requireOwner(definition.name(), caller);
        if (head.get().definition().equals(definition)) {
          return head.get();
        }
      }
      long number = head.map(Revision::number).orElse(0L) + 1;
      Revision next = new Revision(definition, number, caller.name(), clock.instant());
      if (log.append(next)) {
        return next;
      }
    }
  }

  private void requireOwner(String name, Principal caller) {
    String owner = owner(name);
    if (!caller.isAdmin() && !caller.name().equals(owner)) {
      throw OptimaException.of(
          ErrorCode.PERMISSION_DENIED,
          "transformation %s belongs to %s: ask them, or use another name",
          name,
          owner);
    }
  }

  /**
   * The definition that a revision holds.
   *
   * @throws OptimaException NOT_FOUND
   */
  public Definition definition(String name, long revision) {
    return log.revision(name, revision)
        .map(Revision::definition)
        .orElseThrow(
            () ->
                OptimaException.notFound(
                    "revision %d of transformation %s is gone", revision, name));
  }

  /** Who applied the first revision. */
  public String owner(String name) {
    return log.revision(name, 1).map(Revision::author).orElse("");
  }

  /**
   * The newest revision.
   *
   * @throws OptimaException NOT_FOUND
   */
  public Revision newest(String name) {
    Definition.checkName(name);
    return log.head(name)
        .orElseThrow(() -> OptimaException.notFound("there is no transformation %s", name));
  }
}
