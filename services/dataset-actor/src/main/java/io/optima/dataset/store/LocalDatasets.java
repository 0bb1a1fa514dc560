package io.optima.dataset.store;

import io.optima.dataset.OwnedDataset;
import io.optima.model.DatasetName;
import io.optima.model.dataset.Datasets;
import io.optima.model.dataset.LogEntry;
import io.optima.store.Store;
import java.time.Clock;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * The datasets of a process that has a store to itself: the same decisions on the same commit log,
 * with a lock in the place of an actor's turn. Nobody hears of changes.
 */
public final class LocalDatasets implements Datasets {
  private final Store store;
  private final Clock clock;
  private final ConcurrentHashMap<DatasetName, OwnedDataset> owned = new ConcurrentHashMap<>();

  public LocalDatasets(Store store, Clock clock) {
    this.store = store;
    this.clock = clock;
  }

  @Override
  public LogEntry create(Create command) {
    return turn(command.name(), dataset -> dataset.create(command));
  }

  @Override
  public LogEntry head(DatasetName name) {
    return turn(name, OwnedDataset::head);
  }

  @Override
  public Committed commit(Commit command) {
    return turn(command.name(), dataset -> dataset.commit(command));
  }

  @Override
  public LogEntry change(ChangeSettings command) {
    return turn(command.name(), dataset -> dataset.change(command));
  }

  @Override
  public LogEntry changeStream(ChangeStream command) {
    return turn(command.name(), dataset -> dataset.changeStream(command));
  }

  @Override
  public LogEntry drop(DatasetName name, Author author, String key) {
    return turn(name, dataset -> dataset.drop(author, key));
  }

  @Override
  public LogEntry undrop(DatasetName name, Author author, String key) {
    return turn(name, dataset -> dataset.undrop(author, key));
  }

  private <T> T turn(DatasetName name, Function<OwnedDataset, T> turn) {
    OwnedDataset dataset = owned.computeIfAbsent(name, this::dataset);
    synchronized (dataset) {
      return turn.apply(dataset);
    }
  }

  private OwnedDataset dataset(DatasetName name) {
    return new OwnedDataset(
        name, new StoredCommitLog(store.datasets(), name), store.chunks()::exists, clock);
  }
}
