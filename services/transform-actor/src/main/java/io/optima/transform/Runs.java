package io.optima.transform;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.optima.model.ErrorCode;
import io.optima.model.OptimaException;
import io.optima.model.Principal;
import io.optima.model.transform.Run;
import io.optima.model.transform.RunRecord;
import io.optima.store.RunRecords;
import io.optima.transform.definition.Transformations;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Finds runs: those that have ended in the store, the others with their actors. A run is seen by
 * who started it, by the owner of its transformation and by administrators: its messages may tell
 * of data that others may not read.
 */
public final class Runs {
  private static final int REMEMBERED = 100_000;

  private final RunRecords records;
  private final Transformations transformations;
  private final Function<String, Run> actors;

  /** Whose run of what it is: enough to pass over a run that a list does not show. */
  private final Cache<String, Kind> kinds = Caffeine.newBuilder().maximumSize(REMEMBERED).build();

  private record Kind(String transformation, String principal) {}

  /**
   * @param actors a run that has not ended, as its actor knows it
   */
  public Runs(RunRecords records, Transformations transformations, Function<String, Run> actors) {
    this.records = records;
    this.transformations = transformations;
    this.actors = actors;
  }

  /** The run as it is now, whoever asks. */
  public Run run(String id) {
    return records.finished(id).map(RunRecord::run).orElseGet(() -> actors.apply(id));
  }

  /**
   * The run, if the caller may see it.
   *
   * @throws OptimaException NOT_FOUND
   */
  public Run run(Principal caller, String id) {
    return kind(id)
        .filter(kind -> sees(caller, kind))
        .map(kind -> run(id))
        .orElseThrow(() -> OptimaException.notFound("there is no run %s", id));
  }

  /**
   * Refuses who may not end, pause or resume the run.
   *
   * @throws OptimaException PERMISSION_DENIED, NOT_FOUND
   */
  public void requireControl(Principal caller, String id) {
    Run run = run(caller, id);
    if (!caller.isAdmin() && !caller.name().equals(run.principal())) {
      throw OptimaException.of(
          ErrorCode.PERMISSION_DENIED, "run %s belongs to %s", id, run.principal());
    }
  }

  /**
   * Newest first.
   *
   * @param transformation empty: of all
   * @param before only runs with a smaller id; empty: all
   */
  public List<Run> list(Principal caller, String transformation, String before, int limit) {
    List<Run> page = new ArrayList<>();
    for (String id : ids(before)) {
      Optional<Kind> kind = kind(id).filter(each -> sees(caller, each));
      if (kind.filter(each -> matches(each, transformation)).isPresent()) {
        page.add(run(id));
      }
      if (page.size() == limit) {
        break;
      }
    }
    return page;
  }

  private static boolean matches(Kind kind, String transformation) {
    return transformation.isEmpty() || kind.transformation().equals(transformation);
  }

  private List<String> ids(String before) {
    try (Stream<String> all = records.ids()) {
      return all.filter(id -> before.isEmpty() || id.compareTo(before) < 0).toList().reversed();
    }
  }

  private Optional<Kind> kind(String id) {
    Kind known = kinds.getIfPresent(id);
    if (known != null) {
      return Optional.of(known);
    }
    Optional<Kind> found =
        records
            .started(id)
            .map(record -> new Kind(record.run().transformation(), record.run().principal()));
    found.ifPresent(kind -> kinds.put(id, kind));
    return found;
  }

  private boolean sees(Principal caller, Kind kind) {
    return caller.isAdmin()
        || caller.name().equals(kind.principal())
        || caller.name().equals(transformations.owner(kind.transformation()));
  }
}
