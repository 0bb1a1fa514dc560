package io.optima.query.publish;

import io.optima.model.ChunkDigest;
import io.optima.model.dataset.Datasets;
import io.optima.model.dataset.Datasets.Committed;
import io.optima.model.dataset.LogEntry;
import io.optima.model.dataset.Manifest;
import io.optima.model.dataset.Mode;
import io.optima.model.dataset.Version;
import io.optima.store.PublishSession;
import io.optima.store.Store;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The last steps of a publish: chunks, manifest, commit; none of them for what is there already.
 */
final class Committing {
  private final Store store;
  private final Datasets datasets;
  private final Answers answers;
  private final PublishSession session;
  private final PublishTarget target;
  private final @Nullable String source;

  Committing(
      Store store,
      Datasets datasets,
      Answers answers,
      PublishSession session,
      PublishTarget target,
      @Nullable String source) {
    this.store = store;
    this.datasets = datasets;
    this.answers = answers;
    this.session = session;
    this.target = target;
    this.source = source;
  }

  Committed commit(Prepared content, LogEntry head) {
    Version latest = head.latest();
    if (latest != null && isSame(content, latest)) {
      session.release();
      return answers.unchanged(target, head, latest);
    }
    Manifest manifest = content.store(session);
    ChunkDigest digest = store.manifests().write(session, manifest);
    session.check();
    Committed committed = datasets.commit(command(manifest, digest, head));
    session.release();
    return committed;
  }

  private static boolean isSame(Prepared content, Version latest) {
    return latest.kind() == content.kind() && latest.content().equals(content.content());
  }

  private Datasets.Commit command(Manifest manifest, ChunkDigest digest, LogEntry head) {
    return new Datasets.Commit(
        target.dataset(),
        digest,
        manifest,
        manifest.chunks().size(),
        base(head),
        target.allowBreaking(),
        source,
        target.inputs(),
        target.origin(),
        target.message(),
        target.author(),
        target.key().isEmpty() ? UUID.randomUUID().toString() : target.key());
  }

  private @Nullable Long base(LogEntry head) {
    if (target.base() != null) {
      return target.base();
    }
    return target.mode() == Mode.APPEND ? head.latestNumber() : null;
  }
}
