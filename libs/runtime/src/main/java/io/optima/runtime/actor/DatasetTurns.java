package io.optima.runtime.actor;

import io.dapr.actors.ActorType;
import io.optima.model.DatasetName;
import io.optima.model.dataset.Datasets;
import io.optima.model.dataset.LogEntry;
import java.util.List;

/** The turns of the Dataset actor, whose id is {@code group.name}: {@link Datasets} of one name. */
@ActorType(name = DatasetTurns.TYPE)
public interface DatasetTurns {
  String TYPE = "Dataset";

  LogEntry create(Datasets.Create command);

  LogEntry head();

  Datasets.Committed commit(Datasets.Commit command);

  LogEntry change(Datasets.ChangeSettings command);

  LogEntry changeStream(Datasets.ChangeStream command);

  LogEntry drop(Removal command);

  LogEntry undrop(Removal command);

  /** Forgets everything and builds its state again from the commit log. */
  Mended repair();

  /** Drop or undrop. */
  record Removal(Datasets.Author author, String key) {}

  /** What a repair found wrong. */
  record Mended(List<String> findings) {
    public Mended {
      findings = List.copyOf(findings);
    }
  }

  static String id(DatasetName name) {
    return name.group() + "." + name.name();
  }

  static DatasetName name(String id) {
    int dot = id.indexOf('.');
    return new DatasetName(id.substring(0, dot), id.substring(dot + 1));
  }
}
