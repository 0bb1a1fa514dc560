package io.optima.runtime.actor;

import io.optima.model.DatasetName;
import io.optima.model.dataset.Datasets;
import io.optima.model.dataset.LogEntry;

/** Every change of a dataset is a turn of its actor. */
public final class DaprDatasets implements Datasets {
  private final Actors actors;

  public DaprDatasets(Actors actors) {
    this.actors = actors;
  }

  @Override
  public LogEntry create(Create command) {
    return actor(command.name()).create(command);
  }

  @Override
  public LogEntry head(DatasetName name) {
    return actor(name).head();
  }

  @Override
  public Committed commit(Commit command) {
    return actor(command.name()).commit(command.slim());
  }

  @Override
  public LogEntry change(ChangeSettings command) {
    return actor(command.name()).change(command);
  }

  @Override
  public LogEntry changeStream(ChangeStream command) {
    return actor(command.name()).changeStream(command);
  }

  @Override
  public LogEntry drop(DatasetName name, Author author, String key) {
    return actor(name).drop(new DatasetTurns.Removal(author, key));
  }

  @Override
  public LogEntry undrop(DatasetName name, Author author, String key) {
    return actor(name).undrop(new DatasetTurns.Removal(author, key));
  }

  private DatasetTurns actor(DatasetName name) {
    return actors.of(DatasetTurns.class, DatasetTurns.id(name));
  }
}
