package io.optima.lineage;

import io.optima.lineage.Part.ColumnLink;
import io.optima.lineage.Part.Link;
import io.optima.model.DatasetName;
import io.optima.model.Principal;
import io.optima.model.dataset.LogEntry;
import io.optima.model.lineage.AuditRecord;
import io.optima.model.lineage.Graph;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the index knows. Where a principal is given, only what it may read is answered: an
 * administrator everything, others the datasets that they own or are readers of.
 */
public interface LineageReads {
  /** Sequence of the last entry taken in of each dataset; those without one are missing. */
  Map<DatasetName, Long> applied(Collection<DatasetName> names);

  /** Sequence of the last entry taken in, 0 when there is none. */
  default long applied(DatasetName name) {
    return applied(List.of(name)).getOrDefault(name, 0L);
  }

  /** Every dataset that the index has, dropped ones included. */
  List<DatasetName> names();

  /** The last entry taken in, whoever asks. */
  Optional<LogEntry> head(DatasetName name);

  /** Datasets after a name, in the order of names. */
  List<LogEntry> list(Principal caller, Filter filter, String after, int limit);

  /** Datasets in which every word, or a longer one that begins with it, occurs; best first. */
  List<LogEntry> search(Principal caller, List<String> words, int limit);

  /** Those of the nodes that exist and may be seen. */
  List<Graph.Node> nodes(Principal caller, Collection<String> ids);

  /** Links that end in one of the nodes. */
  List<Link> linksInto(Collection<String> targets);

  /** Links that start in one of the nodes. */
  List<Link> linksFrom(Collection<String> sources);

  List<ColumnLink> columnsInto(Collection<String> targets);

  List<ColumnLink> columnsFrom(Collection<String> sources);

  /** Newest first; an administrator sees all, others what they did and what was done to theirs. */
  List<Recorded> audit(Principal caller, AuditFilter filter, Position before, int limit);

  /** Entries in the order in which they were taken in, after a position. */
  List<Learned> changes(Principal caller, long after, int limit);

  /** Position of the entry taken in last, 0 when there is none. */
  long lastChange();

  /** Events of others about one subject, by their keys. */
  Map<String, String> reports(String subject);

  /** Keys of all events of others. */
  List<String> reportKeys();

  /** What there is to emit after a position; an administrator sees all, others as in the audit. */
  List<Emitted> emitted(Principal caller, long after, int limit);

  /** Position up to which the destination has all events, 0 at first. */
  long delivered(String destination);

  /**
   * Narrows a list; empty fields do not.
   *
   * @param words each must occur
   * @param dropped only dropped datasets; otherwise only those that are not
   */
  record Filter(
      String group, Map<String, String> labels, String owner, List<String> words, boolean dropped) {
    public Filter {
      labels = Map.copyOf(labels);
      words = List.copyOf(words);
    }

    public static final Filter NONE = new Filter("", Map.of(), "", List.of(), false);
  }

  /**
   * Narrows the audit trail; empty fields do not.
   *
   * @param subject a dataset (with all its versions), a version or a run
   */
  record AuditFilter(String principal, String subject) {}

  /** Place of a record in the audit trail. */
  record Position(long micros, String key) {
    public static final Position END = new Position(Long.MAX_VALUE, "");
  }

  /** A record and its place. */
  record Recorded(Position position, AuditRecord record) {}

  /**
   * An entry and the position at which it was taken in.
   *
   * @param dataset and
   * @param sequence say which entry it is; the commit log has it
   */
  record Learned(long position, DatasetName dataset, long sequence) {}

  /**
   * Something that happened here and concerns others, in the order of taking it in.
   *
   * @param key of its audit record, which says what it was
   */
  record Emitted(long position, String key) {}
}
