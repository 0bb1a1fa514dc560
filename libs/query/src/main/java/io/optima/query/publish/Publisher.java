package io.optima.query.publish;

import io.optima.model.DigestAlgorithm;
import io.optima.model.ErrorCode;
import io.optima.model.OptimaException;
import io.optima.model.dataset.Datasets;
import io.optima.model.dataset.Datasets.Committed;
import io.optima.model.dataset.LogEntry;
import io.optima.model.dataset.Manifest;
import io.optima.model.dataset.Mode;
import io.optima.model.schema.TableSchema;
import io.optima.model.transform.RowsRef;
import io.optima.query.duckdb.DuckDb;
import io.optima.query.duckdb.DuckDbSettings;
import io.optima.query.format.FileRows;
import io.optima.query.secure.Policy;
import io.optima.store.IoFailures;
import io.optima.store.PublishSession;
import io.optima.store.Store;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Optional;
import java.util.function.Function;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.ipc.ArrowReader;

/**
 * Makes versions: content goes to staging, is checked and digested, and only when it is not what
 * the latest version has already are its chunks stored and committed. For any number of threads.
 */
public final class Publisher implements AutoCloseable {
  private final Store store;
  private final Datasets datasets;
  private final Heads heads;
  private final PublishSettings settings;
  private final BufferAllocator allocator;
  private final DuckDb duckDb;
  private final Answers answers;

  /**
   * @param policy who may publish where
   * @param allocator a child of it is made for each publish
   */
  public Publisher(
      Store store,
      Datasets datasets,
      Policy policy,
      PublishSettings settings,
      BufferAllocator allocator) {
    this.store = store;
    this.datasets = datasets;
    this.heads = new Heads(store, datasets, policy);
    this.settings = settings;
    this.allocator = allocator;
    this.answers = new Answers(store);
    this.duckDb =
        DuckDb.open(
            new DuckDbSettings(settings.memoryBytes(), settings.threads(), settings.spill()));
  }

  /**
   * Publishes an upload, read to its end unless it is refused earlier.
   *
   * @throws OptimaException NOT_FOUND, PERMISSION_DENIED, INVALID_ARGUMENT (content that is not of
   *     its format), FAILED_PRECONDITION (content that does not match a schema), CONFLICT (appends
   *     by others never ceased), RESOURCE_EXHAUSTED, UNAVAILABLE
   */
  public Committed publish(PublishRequest request, InputStream upload, PublishListener listener) {
    PublishTarget target = request.target();
    LogEntry head = heads.writable(target);
    Optional<Committed> before = answers.before(target);
    if (before.isPresent()) {
      Spool.drain(upload);
      return before.get();
    }
    if (!request.format().kind().isTable()) {
      return publishBytes(request, head, upload, listener);
    }
    return working(
        target,
        "content",
        (session, memory) -> publishTable(request, head, upload, listener, session, memory));
  }

  private Committed publishTable(
      PublishRequest request,
      LogEntry head,
      InputStream upload,
      PublishListener listener,
      PublishSession session,
      BufferAllocator memory)
      throws IOException, SQLException {
    PublishTarget target = request.target();
    Path staging = session.staging();
    Arriving arriving = new Arriving(staging.resolve("upload"));
    Tables tables = new Tables(store, duckDb, settings, memory);
    Manifest base = heads.base(target, head);
    TableSchema appendedTo = base == null ? null : base.schema();
    Uploaded uploaded = new Uploaded(new FileRows(duckDb, memory), arriving, request, appendedTo);
    Function<PublishListener, Uploaded.Reading> chunks =
        watcher -> rows -> tables.prepare(rows, base, head.algorithm(), staging, watcher);
    try (EarlyReading early =
        new EarlyReading(
            arriving,
            watcher -> uploaded.early(staging.resolve("sample"), chunks.apply(watcher)))) {
      String sha256 = Spool.take(upload, arriving, listener);
      String source = target.mode() == Mode.REPLACE ? Uploads.source(sha256, request) : null;
      if (source != null && head.latest() != null && source.equals(head.latest().source())) {
        return answers.unchanged(target, head, head.latest());
      }
      Optional<Prepared> read = early.result(listener);
      Prepared content = read.isPresent() ? read.get() : uploaded.prepare(chunks.apply(listener));
      Committing committing = new Committing(store, datasets, answers, session, target, source);
      return commit(content, head, committing, target, tables::rebase);
    }
  }

  /**
   * Publishes rows in any Arrow layout.
   *
   * @param rows read to their end; the caller closes them
   * @throws OptimaException as {@link #publish}
   */
  public Committed publishRows(PublishTarget target, ArrowReader rows, PublishListener listener) {
    LogEntry head = heads.writable(target);
    Optional<Committed> before = answers.before(target);
    if (before.isPresent()) {
      drain(rows);
      return before.get();
    }
    return working(
        target,
        "rows",
        (session, memory) -> {
          Tables tables = new Tables(store, duckDb, settings, memory);
          Prepared content =
              tables.prepare(
                  rows, heads.base(target, head), head.algorithm(), session.staging(), listener);
          Committing committing = new Committing(store, datasets, answers, session, target, null);
          return commit(content, head, committing, target, tables::rebase);
        });
  }

  private static void drain(ArrowReader rows) {
    try {
      while (rows.loadNextBatch()) {
        // a client expects its answer only behind its rows
      }
    } catch (IOException e) {
      throw IoFailures.of("take in the rows", e);
    }
  }

  private Committed publishBytes(
      PublishRequest request, LogEntry head, InputStream upload, PublishListener listener) {
    PublishTarget target = request.target();
    Blobs blobs = new Blobs(store, settings);
    return working(
        target,
        "content",
        (session, memory) -> {
          Prepared content =
              blobs.prepare(
                  upload,
                  request.format().kind(),
                  heads.base(target, head),
                  head.algorithm(),
                  session.staging(),
                  listener);
          Committing committing = new Committing(store, datasets, answers, session, target, null);
          return commit(content, head, committing, target, blobs::rebase);
        });
  }

  /** The work of one publish, with what it needs and gives back. */
  private interface Work {
    Committed in(PublishSession session, BufferAllocator memory) throws IOException, SQLException;
  }

  private Committed working(PublishTarget target, String what, Work work) {
    try (PublishSession session = store.publish();
        BufferAllocator memory = allocator.newChildAllocator("publish", 0, Long.MAX_VALUE)) {
      return work.in(session, memory);
    } catch (IOException e) {
      throw IoFailures.of("publish " + target.dataset(), e);
    } catch (SQLException e) {
      throw new OptimaException(ErrorCode.INTERNAL, "the %s could not be read".formatted(what), e);
    }
  }

  /** Commits, and when others were first does so again on what they made. */
  private Committed commit(
      Prepared prepared, LogEntry first, Committing committing, PublishTarget target, Rebase rebase)
      throws IOException, SQLException {
    Prepared content = prepared;
    LogEntry head = first;
    for (int tried = 1; ; tried++) {
      try {
        head = heads.born(target, head);
        return committing.commit(content, head);
      } catch (OptimaException e) {
        if (tried >= settings.tries() || !wasOvertaken(e, target, head)) {
          throw e;
        }
        head = heads.writable(target);
        Manifest base = heads.base(target, head);
        if (base != null) {
          content = rebase.on(content, base, head.algorithm());
        }
      }
    }
  }

  private static boolean wasOvertaken(OptimaException e, PublishTarget target, LogEntry head) {
    return switch (e.code()) {
      case CONFLICT -> target.base() == null;
      case ALREADY_EXISTS -> Heads.isUnborn(head);
      default -> false;
    };
  }

  /** Puts content behind another base version. */
  private interface Rebase {
    Prepared on(Prepared content, Manifest base, DigestAlgorithm algorithm)
        throws IOException, SQLException;
  }

  /**
   * Begins to store rows that no dataset has yet. Close it.
   *
   * @throws OptimaException UNAVAILABLE
   */
  public Staging staging() {
    return new Staging(store, duckDb, settings, allocator);
  }

  /**
   * Publishes rows that were staged, and that something keeps from garbage collection until this
   * returns. What is stored of them is shared: they are read again only where the dataset has
   * another digest algorithm or has rows before them.
   *
   * @throws OptimaException as {@link #publish}
   */
  public Committed publishStaged(PublishTarget target, RowsRef rows) {
    LogEntry head = heads.writable(target);
    Optional<Committed> before = answers.before(target);
    if (before.isPresent()) {
      return before.get();
    }
    return working(
        target,
        "rows",
        (session, memory) -> {
          Tables tables = new Tables(store, duckDb, settings, memory);
          Manifest stored = store.manifests().read(rows.manifest());
          Rebase sharing =
              (known, base, algorithm) ->
                  known.added().isEmpty()
                      ? tables.share(stored, base, algorithm, session.staging())
                      : tables.rebase(known, base, algorithm);
          Prepared content =
              tables.share(stored, heads.base(target, head), head.algorithm(), session.staging());
          Committing committing = new Committing(store, datasets, answers, session, target, null);
          return commit(content, head, committing, target, sharing);
        });
  }

  @Override
  public void close() {
    duckDb.close();
  }
}
