package io.optima.model.lineage;

import io.optima.model.DatasetName;
import io.optima.model.DatasetRef;
import io.optima.model.Principal;
import io.optima.model.dataset.LogEntry;
import java.util.List;
import java.util.Map;

/**
 * What gateways ask the lineage service: JSON bodies of {@code POST /internal/lineage/…} and its
 * answers. An empty text or a size of 0 asks for nothing in particular. Answers only hold datasets
 * that the caller may read. Page tokens are the service's own; empty: first page asked for, or no
 * further page.
 */
public final class LineageQueries {
  public static final String REACH = "/internal/lineage/reach";
  public static final String LIST = "/internal/lineage/list";
  public static final String SEARCH = "/internal/lineage/search";
  public static final String GRAPH = "/internal/lineage/graph";
  public static final String AUDIT = "/internal/lineage/audit";
  public static final String CHANGES = "/internal/lineage/changes";
  public static final String OPENLINEAGE = "/internal/lineage/openlineage";
  public static final String EVENTS = "/internal/lineage/events";

  private LineageQueries() {}

  /**
   * A change that the asking gateway made and has no answer since: the index reads the commit log
   * up to it before it answers, so that everybody reads their own writes.
   */
  public record Seen(DatasetName dataset, long sequence) {}

  /** {@link #REACH}: nothing but to know of changes, answered by an empty object. */
  public record Reach(List<Seen> seen) {
    public Reach {
      seen = List.copyOf(seen);
    }
  }

  /** {@link #LIST}: datasets by name; each field that is not empty narrows the list. */
  public record ListDatasets(
      Principal caller,
      String group,
      Map<String, String> labels,
      String owner,
      String text,
      boolean dropped,
      int size,
      String token,
      List<Seen> seen) {
    public ListDatasets {
      labels = Map.copyOf(labels);
      seen = List.copyOf(seen);
    }
  }

  /** Last known log entries in the order of names. */
  public record DatasetPage(List<LogEntry> datasets, String next) {
    public DatasetPage {
      datasets = List.copyOf(datasets);
    }
  }

  /** {@link #SEARCH}: best first. */
  public record Search(Principal caller, String text, int limit, List<Seen> seen) {
    public Search {
      seen = List.copyOf(seen);
    }
  }

  /** What {@link Search} found. */
  public record Hits(List<SearchHit> hits) {
    public Hits {
      hits = List.copyOf(hits);
    }
  }

  /** Which way to walk from the start. */
  public enum Direction {
    UPSTREAM,
    DOWNSTREAM,
    BOTH
  }

  /**
   * {@link #GRAPH}, answered by a {@link Graph}.
   *
   * @param start a version, or a dataset for its latest one
   * @param depth steps from the start; 0: 10
   * @param column only what this column came from or went to
   */
  public record Walk(
      Principal caller,
      DatasetRef start,
      Direction direction,
      int depth,
      String column,
      List<Seen> seen) {
    public Walk {
      seen = List.copyOf(seen);
    }
  }

  /** {@link #AUDIT}: newest first, of one principal or subject when given. */
  public record ListAudit(
      Principal caller, String principal, String subject, int size, String token) {}

  /** Audit records, newest first. */
  public record AuditPage(List<AuditRecord> records, String next) {
    public AuditPage {
      records = List.copyOf(records);
    }
  }

  /**
   * {@link #CHANGES}: log entries of all datasets in the order in which the index learned of them.
   *
   * @param token of the page before; empty: only the token for changes from now on
   * @param waitMillis how long the answer may wait for a first entry
   */
  public record ListChanges(Principal caller, String token, int size, long waitMillis) {}

  /** Log entries and the token to go on with, which is never empty. */
  public record ChangePage(List<LogEntry> entries, String next) {
    public ChangePage {
      entries = List.copyOf(entries);
    }
  }

  /** {@link #OPENLINEAGE}: one event as it came, answered by an empty object. */
  public record AcceptEvent(Principal caller, String event) {}

  /** {@link #EVENTS}: what this Optima emitted, oldest first. */
  public record ListEvents(Principal caller, int size, String token) {}

  /** OpenLineage events as JSON, and the token to go on with, which is never empty. */
  public record EventPage(List<String> events, String next) {
    public EventPage {
      events = List.copyOf(events);
    }
  }
}
