package io.optima.lineage;

import io.optima.lineage.LineageReads.AuditFilter;
import io.optima.lineage.LineageReads.Emitted;
import io.optima.lineage.LineageReads.Filter;
import io.optima.lineage.LineageReads.Position;
import io.optima.lineage.LineageReads.Recorded;
import io.optima.model.ErrorCode;
import io.optima.model.OptimaException;
import io.optima.model.Principal;
import io.optima.model.Shown;
import io.optima.model.dataset.LogEntry;
import io.optima.model.dataset.Version;
import io.optima.model.lineage.Graph;
import io.optima.model.lineage.LineageQueries.AuditPage;
import io.optima.model.lineage.LineageQueries.DatasetPage;
import io.optima.model.lineage.LineageQueries.Direction;
import io.optima.model.lineage.LineageQueries.EventPage;
import io.optima.model.lineage.LineageQueries.Hits;
import io.optima.model.lineage.LineageQueries.ListAudit;
import io.optima.model.lineage.LineageQueries.ListDatasets;
import io.optima.model.lineage.LineageQueries.ListEvents;
import io.optima.model.lineage.LineageQueries.Reach;
import io.optima.model.lineage.LineageQueries.Search;
import io.optima.model.lineage.LineageQueries.Walk;
import io.optima.model.lineage.SearchHit;
import io.optima.model.operations.OperationQueries.Repair;
import io.optima.model.operations.OperationQueries.Repaired;
import io.optima.model.schema.TableSchema;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Answers what gateways ask. */
public final class LineageAnswers {
  private static final int PAGE = 100;
  private static final int LARGEST_PAGE = 1000;
  private static final int DEPTH = 10;
  private static final int DEEPEST = 1000;

  private final LineageIndex index;
  private final CommitLog log;
  private final Follower follower;
  private final EmittedEvents events;
  private final Repairs repairs;

  public LineageAnswers(
      LineageIndex index, CommitLog log, Follower follower, Reports reports, EmittedEvents events) {
    this.events = events;
    this.index = index;
    this.log = log;
    this.follower = follower;
    this.repairs = new Repairs(log, index, follower, reports);
  }

  public void reach(Reach query) {
    follower.reach(query.seen());
  }

  public DatasetPage list(ListDatasets query) {
    follower.reach(query.seen());
    List<String> words = Words.of(query.text());
    if (words.isEmpty() && !query.text().isBlank()) {
      return new DatasetPage(List.of(), "");
    }
    int size = size(query.size());
    String after = query.token().isEmpty() ? "" : PageToken.parts(query.token(), 1).getFirst();
    List<LogEntry> found =
        index.list(
            query.caller(),
            new Filter(query.group(), query.labels(), query.owner(), words, query.dropped()),
            after,
            size + 1);
    return new DatasetPage(
        first(found, size), next(found, size, last -> PageToken.of(last.dataset().toString())));
  }

  public Hits search(Search query) {
    follower.reach(query.seen());
    List<String> words = Words.of(query.text());
    if (words.isEmpty()) {
      return new Hits(List.of());
    }
    return new Hits(
        index.search(query.caller(), words, size(query.limit())).stream()
            .map(head -> new SearchHit(head.dataset(), head, Snippet.of(head, words)))
            .toList());
  }

  public Graph graph(Walk query) {
    follower.reach(query.seen());
    Version start = start(query);
    int depth = query.depth() == 0 ? DEPTH : Math.min(query.depth(), DEEPEST);
    String id = NodeId.version(query.start().name(), start.number());
    GraphWalk walk = new GraphWalk(index, query.caller());
    for (boolean up : ways(query.direction())) {
      if (query.column().isEmpty()) {
        walk.whole(id, up, depth);
      } else {
        walk.column(id, query.column(), up, depth);
      }
    }
    if (query.column().isEmpty()) {
      walk.columns();
    }
    return walk.graph();
  }

  private Version start(Walk query) {
    Version version =
        log.version(query.start())
            .orElseThrow(() -> OptimaException.notFound("there is no %s", query.start()));
    String id = NodeId.version(query.start().name(), version.number());
    if (index.nodes(query.caller(), List.of(id)).isEmpty()) {
      follower.catchUp(query.start().name());
      if (index.nodes(query.caller(), List.of(id)).isEmpty()) {
        throw OptimaException.notFound("there is no %s", query.start());
      }
    }
    TableSchema schema = version.schema();
    if (!query.column().isEmpty() && (schema == null || schema.field(query.column()).isEmpty())) {
      throw OptimaException.notFound(
          "%s has no column '%s'", query.start(), Shown.of(query.column()));
    }
    return version;
  }

  private static List<Boolean> ways(Direction direction) {
    return switch (direction) {
      case UPSTREAM -> List.of(true);
      case DOWNSTREAM -> List.of(false);
      case BOTH -> List.of(true, false);
    };
  }

  public AuditPage audit(ListAudit query) {
    int size = size(query.size());
    Position before = Position.END;
    if (!query.token().isEmpty()) {
      List<String> parts = PageToken.parts(query.token(), 2);
      before = new Position(PageToken.number(parts.get(0)), parts.get(1));
    }
    List<Recorded> found =
        index.audit(
            query.caller(), new AuditFilter(query.principal(), query.subject()), before, size + 1);
    return new AuditPage(
        first(found, size).stream().map(Recorded::record).toList(),
        next(
            found,
            size,
            last -> PageToken.of(Long.toString(last.position().micros()), last.position().key())));
  }

  /** What was emitted, oldest first; the token goes on where the page ends, even the last one. */
  public EventPage events(ListEvents query) {
    long after =
        query.token().isEmpty()
            ? 0
            : PageToken.number(PageToken.parts(query.token(), 1).getFirst());
    List<Emitted> found = index.emitted(query.caller(), after, size(query.size()));
    return new EventPage(
        found.stream().map(each -> events.event(each.key())).flatMap(Optional::stream).toList(),
        PageToken.of(Long.toString(found.isEmpty() ? after : found.getLast().position())));
  }

  public Repaired repair(Repair batch) {
    requireAdmin(batch.caller());
    return repairs.next(batch.after(), size(batch.size()));
  }

  private static void requireAdmin(Principal caller) {
    if (!caller.isAdmin()) {
      throw OptimaException.of(
          ErrorCode.PERMISSION_DENIED, "%s is no administrator: repair needs one", caller.name());
    }
  }

  private static int size(int asked) {
    return asked <= 0 ? PAGE : Math.min(asked, LARGEST_PAGE);
  }

  private static <T> List<T> first(List<T> found, int size) {
    return found.size() > size ? found.subList(0, size) : found;
  }

  private static <T> String next(List<T> found, int size, Function<T, String> token) {
    return found.size() > size ? token.apply(found.get(size - 1)) : "";
  }
}
