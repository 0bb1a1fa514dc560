package io.optima.query.publish;

import static java.util.Objects.requireNonNull;

import io.optima.model.ErrorCode;
import io.optima.model.OptimaException;
import io.optima.model.Principal;
import io.optima.model.dataset.Datasets;
import io.optima.model.dataset.Datasets.Create;
import io.optima.model.dataset.LogEntry;
import io.optima.model.dataset.Manifest;
import io.optima.model.dataset.Mode;
import io.optima.query.secure.Policy;
import io.optima.store.Store;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** States of the datasets that content goes to. */
record Heads(Store store, Datasets datasets, Policy policy) {
  /** What the content goes behind; null when it stands on its own. */
  @Nullable Manifest base(PublishTarget target, LogEntry head) {
    return target.mode() == Mode.REPLACE || head.latest() == null
        ? null
        : store.manifests().read(head.latest().manifest());
  }

  /**
   * The dataset as it is, or will be when there is content for it.
   *
   * @throws OptimaException NOT_FOUND, PERMISSION_DENIED
   */
  LogEntry writable(PublishTarget target) {
    LogEntry head = store.datasets().head(target.dataset()).orElseGet(() -> unborn(target));
    if (head.dropped()) {
      throw OptimaException.notFound("dataset %s was dropped: undrop it first", target.dataset());
    }
    Principal author = principal(target.author());
    if (!policy.mayChange(author, head)) {
      throw OptimaException.of(
          ErrorCode.PERMISSION_DENIED,
          "%s may not publish to %s: its owner and administrators may",
          author.name(),
          target.dataset());
    }
    return head;
  }

  /** What the dataset will be once there is content for it: an upload that breaks leaves none. */
  private static LogEntry unborn(PublishTarget target) {
    Create birth = target.birth();
    if (birth == null) {
      throw OptimaException.notFound(
          "dataset %s does not exist: create it first", target.dataset());
    }
    return new LogEntry(
        0,
        LogEntry.Change.CREATED,
        birth.name(),
        birth.kind(),
        birth.algorithm(),
        birth.settings(),
        false,
        null,
        target.author().principal(),
        Instant.EPOCH,
        "",
        "",
        null);
  }

  static boolean isUnborn(LogEntry head) {
    return head.sequence() == 0;
  }

  /** The dataset, created when it was not there. */
  LogEntry born(PublishTarget target, LogEntry head) {
    return isUnborn(head) ? datasets.create(requireNonNull(target.birth())) : head;
  }

  private static Principal principal(Datasets.Author author) {
    return new Principal(author.principal(), author.admin() ? Set.of(Principal.ADMIN) : Set.of());
  }
}
