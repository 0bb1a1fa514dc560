package io.optima.gateway;

import io.optima.model.DatasetName;
import io.optima.model.DatasetRef;
import io.optima.model.DigestAlgorithm;
import io.optima.model.OptimaException;
import io.optima.model.dataset.Datasets;
import io.optima.model.dataset.Kind;
import io.optima.model.dataset.LogEntry;
import io.optima.model.dataset.LogEntry.Change;
import io.optima.model.dataset.Settings;
import io.optima.model.dataset.Version;
import io.optima.query.secure.Grant;
import io.optima.query.secure.Policy;
import io.optima.query.secure.Relations;
import io.optima.store.DatasetLog;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What callers may learn about datasets, and change; their content is none of its business. */
public final class Catalog {
  private static final int USUAL_PAGE = 100;
  private static final int LARGEST_PAGE = 1000;

  private final Datasets datasets;
  private final DatasetLog log;
  private final Policy policy;
  private final Relations relations;
  private final RecentChanges recent;

  public Catalog(
      Datasets datasets, DatasetLog log, Policy policy, Relations relations, RecentChanges recent) {
    this.datasets = datasets;
    this.log = log;
    this.policy = policy;
    this.relations = relations;
    this.recent = recent;
  }

  /** A dataset to be; the caller becomes its owner. */
  public record Creation(
      DatasetName name,
      Kind kind,
      DigestAlgorithm algorithm,
      String description,
      Map<String, String> labels,
      Set<String> readers,
      String key) {}

  /** A change of settings; what is null or empty stays as it is. */
  public record Update(
      DatasetName name,
      @Nullable String owner,
      @Nullable String description,
      Map<String, String> setLabels,
      Set<String> removeLabels,
      Set<String> addReaders,
      Set<String> removeReaders,
      String key) {}

  /** A version and the state of its dataset. */
  public record Described(LogEntry dataset, Version version) {}

  /** A page and the token of the next one; empty after the last. */
  public record VersionPage(List<Version> versions, String next) {}

  /**
   * Makes an empty dataset.
   *
   * @throws OptimaException ALREADY_EXISTS
   */
  public LogEntry create(Caller caller, Creation creation) {
    if (creation.kind() != Kind.IMMUTABLE) {
      throw OptimaException.invalid(
          "dataset %s: a stream is created with its settings: use 'optima stream create' or"
              + " StreamService.CreateStream",
          creation.name());
    }
    Settings settings =
        new Settings(
            caller.principal().name(),
            creation.description(),
            creation.labels(),
            creation.readers());
    return recent.remember(
        datasets.create(
            new Datasets.Create(
                creation.name(),
                creation.kind(),
                creation.algorithm(),
                settings,
                caller.author(),
                creation.key())));
  }

  /**
   * The state after the last change, of dropped datasets too.
   *
   * @throws OptimaException NOT_FOUND, also when the caller may not read it
   */
  public LogEntry describe(Caller caller, DatasetName name) {
    return log.head(name)
        .filter(head -> policy.read(caller.principal(), head).granted())
        .orElseThrow(
            () ->
                OptimaException.notFound(
                    "dataset %s does not exist, or you may not read it", name));
  }

  /**
   * One version of a dataset that is not dropped.
   *
   * @throws OptimaException NOT_FOUND, also when the caller may not read it
   */
  public Described version(Caller caller, DatasetRef reference) {
    Grant grant = relations.grant(caller.principal(), reference);
    return new Described(grant.dataset(), grant.version());
  }

  /** Versions, newest first. */
  public VersionPage versions(Caller caller, DatasetName name, int size, String token) {
    LogEntry head = describe(caller, name);
    int wanted = size <= 0 ? USUAL_PAGE : Math.min(size, LARGEST_PAGE);
    List<Version> found = new ArrayList<>();
    long sequence = token.isEmpty() ? head.sequence() : sequence(token);
    while (sequence > 0 && found.size() < wanted) {
      log.entry(name, sequence--)
          .filter(entry -> entry.change() == Change.PUBLISHED)
          .map(LogEntry::latest)
          .ifPresent(found::add);
    }
    boolean more = !found.isEmpty() && found.getLast().number() > 1;
    return new VersionPage(found, more ? Long.toString(sequence) : "");
  }

  private static long sequence(String token) {
    try {
      return Long.parseLong(token);
    } catch (NumberFormatException e) {
      throw OptimaException.invalid(
          "page token '%s' is not one of Optima's: leave it away for the first page", token);
    }
  }

  /** Changes owner, description, labels or readers. */
  public LogEntry update(Caller caller, Update update) {
    changeable(caller, update.name());
    return recent.remember(
        datasets.change(
            new Datasets.ChangeSettings(
                update.name(),
                update.owner(),
                update.description(),
                update.setLabels(),
                update.removeLabels(),
                update.addReaders(),
                update.removeReaders(),
                caller.author(),
                update.key())));
  }

  /** Hides the dataset; nothing is deleted. */
  public LogEntry drop(Caller caller, DatasetName name, String key) {
    changeable(caller, name);
    return recent.remember(datasets.drop(name, caller.author(), key));
  }

  /** Brings a dropped dataset back. */
  public LogEntry undrop(Caller caller, DatasetName name, String key) {
    changeable(caller, name);
    return recent.remember(datasets.undrop(name, caller.author(), key));
  }

  private LogEntry changeable(Caller caller, DatasetName name) {
    LogEntry head = describe(caller, name);
    relations.requireChange(caller.principal(), head);
    return head;
  }
}
