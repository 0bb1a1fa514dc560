package io.optima.query.secure;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.optima.model.DatasetName;
import io.optima.model.DatasetRef;
import io.optima.model.ErrorCode;
import io.optima.model.OptimaException;
import io.optima.model.Principal;
import io.optima.model.dataset.Kind;
import io.optima.model.dataset.LogEntry;
import io.optima.model.dataset.Manifest;
import io.optima.model.dataset.Version;
import io.optima.model.transform.RowsRef;
import io.optima.query.stream.Tails;
import io.optima.store.Store;
import java.util.Optional;

/**
 * Opens versions for principals. A dataset that the principal may not read looks in every way like
 * one that does not exist.
 */
public final class Relations implements AutoCloseable {
  private static final int REMEMBERED_HEADS = 100_000;

  private final Store store;
  private final Policy policy;
  private final ChunkRows rows;
  private final StreamMoments streams;
  private final Cache<DatasetName, Long> known =
      Caffeine.newBuilder().maximumSize(REMEMBERED_HEADS).build();

  /** Of streams only sealed records are seen. */
  public Relations(Store store, Policy policy, ReadSettings settings) {
    this(store, policy, settings, Tails.NONE);
  }

  /** With the records of streams that are not sealed yet. */
  public Relations(Store store, Policy policy, ReadSettings settings, Tails tails) {
    this.store = store;
    this.policy = policy;
    TailChunks chunks = new TailChunks(store.chunks());
    this.rows = new ChunkRows(chunks, settings);
    this.streams =
        new StreamMoments(
            new StreamTables(store.partitions(), tails, chunks, rows.duckDb(), settings.spill()),
            chunks);
  }

  /**
   * The version, ready to be read. Close it.
   *
   * @throws OptimaException NOT_FOUND when there is no such dataset or version, when the dataset is
   *     dropped, or when the principal may not read it
   */
  public SecuredRelation open(Principal principal, DatasetRef ref) {
    return open(grant(principal, ref));
  }

  /** The version that was granted, ready to be read. Close it. */
  public SecuredRelation open(Grant grant) {
    return new SecuredRelation(grant, manifest(grant), rows);
  }

  private Manifest manifest(Grant grant) {
    Version version = grant.version();
    return grant.dataset().kind() == Kind.STREAM
        ? streams
            .manifest(version)
            .orElseThrow(() -> StreamMoments.unknown(grant.dataset().dataset()))
        : store.manifests().read(version.manifest());
  }

  /**
   * Rows that are stored but belong to no dataset; everything of them is seen. They look like a
   * dataset, but none in the store is meant by them.
   *
   * @param alias by which messages call them: 1 to 128 of a-z, 0-9, _ and -
   */
  public Grant staged(String alias, RowsRef rows) {
    return StagedRows.grant(alias, rows, store.manifests().read(rows.manifest()));
  }

  /**
   * Which version the reference names now, when the principal may read it.
   *
   * @throws OptimaException NOT_FOUND as {@link #open(Principal, DatasetRef)}
   */
  public Grant grant(Principal principal, DatasetRef ref) {
    return grant(principal, ref, visible(principal, ref.name()));
  }

  /**
   * Which version the reference names in a state of its dataset that was read before, so that
   * several references to one dataset see the same state.
   */
  public Grant grant(Principal principal, DatasetRef ref, LogEntry head) {
    Decision decision = policy.read(principal, head);
    if (!decision.granted()) {
      throw unknown(ref.name());
    }
    return new Grant(head, version(ref, head), decision);
  }

  /**
   * The dataset's state, when the principal may read it.
   *
   * @throws OptimaException NOT_FOUND as {@link #open(Principal, DatasetRef)}
   */
  public LogEntry visible(Principal principal, DatasetName name) {
    LogEntry head = head(name).orElseThrow(() -> unknown(name));
    if (!policy.read(principal, head).granted()) {
      throw unknown(name);
    }
    if (head.dropped()) {
      throw OptimaException.notFound("dataset %s is dropped: undrop it to read it again", name);
    }
    return head;
  }

  /**
   * Refuses who may not change the dataset: NOT_FOUND to those who may not even see it.
   *
   * @throws OptimaException PERMISSION_DENIED, NOT_FOUND
   */
  public void requireChange(Principal principal, LogEntry head) {
    if (policy.mayChange(principal, head)) {
      return;
    }
    if (!policy.read(principal, head).granted()) {
      throw unknown(head.dataset());
    }
    throw OptimaException.of(
        ErrorCode.PERMISSION_DENIED,
        "%s may read %s but not change it: ask its owner %s",
        principal.name(),
        head.dataset(),
        head.settings().owner());
  }

  private Optional<LogEntry> head(DatasetName name) {
    Long last = known.getIfPresent(name);
    Optional<LogEntry> head = store.datasets().head(name, last == null ? 0 : last);
    head.ifPresent(entry -> known.asMap().merge(name, entry.sequence(), Math::max));
    return head;
  }

  private Version version(DatasetRef ref, LogEntry head) {
    if (head.kind() == Kind.STREAM) {
      return streams.version(ref, head);
    }
    Version latest = head.latest();
    if (latest == null) {
      throw OptimaException.notFound("dataset %s has no version yet: publish one", ref.name());
    }
    boolean isLatest =
        ref.content() != null
            ? latest.content().equals(ref.content())
            : ref.version() == null || ref.version() == latest.number();
    if (isLatest) {
      return latest;
    }
    return store
        .datasets()
        .version(ref)
        .orElseThrow(
            () ->
                OptimaException.notFound(
                    "version %s does not exist: the latest is %d", ref, latest.number()));
  }

  private static OptimaException unknown(DatasetName name) {
    return OptimaException.notFound("dataset %s does not exist, or you may not read it", name);
  }

  @Override
  public void close() {
    try (rows) {
      streams.close();
    }
  }
}
