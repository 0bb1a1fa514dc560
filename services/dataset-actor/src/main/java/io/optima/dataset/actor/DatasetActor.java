package io.optima.dataset.actor;

import io.dapr.actors.ActorId;
import io.dapr.actors.runtime.ActorRuntimeContext;
import io.optima.dataset.OwnedDataset;
import io.optima.dataset.OwnedDataset.Memory;
import io.optima.model.DatasetName;
import io.optima.model.Events;
import io.optima.model.Events.DatasetChanged;
import io.optima.model.OptimaException;
import io.optima.model.dataset.Datasets;
import io.optima.model.dataset.Datasets.Committed;
import io.optima.model.dataset.LogEntry;
import io.optima.runtime.actor.DatasetTurns;
import io.optima.runtime.actor.StateKey;
import io.optima.runtime.actor.StatefulActor;
import io.optima.runtime.event.EventPublisher;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Orders the changes of one dataset. Its state is a cache of the commit log: losing it costs the
 * next activation a few reads, so a change that is in the log succeeds even when the state store
 * does not.
 */
public final class DatasetActor extends StatefulActor implements DatasetTurns {
  private static final StateKey<Memory> MEMORY = new StateKey<>("memory", Memory.class);
  private static final Logger log = LoggerFactory.getLogger(DatasetActor.class);

  private final OwnedDatasets owned;
  private final EventPublisher events;
  private @Nullable OwnedDataset dataset;

  public DatasetActor(
      ActorRuntimeContext<?> context, ActorId id, OwnedDatasets owned, EventPublisher events) {
    super(context, id);
    this.owned = owned;
    this.events = events;
  }

  @Override
  public LogEntry head() {
    return dataset().head();
  }

  @Override
  public LogEntry create(Datasets.Create command) {
    return turn(dataset -> dataset.create(command));
  }

  @Override
  public Committed commit(Datasets.Commit command) {
    return turn(dataset -> dataset.commit(command));
  }

  @Override
  public LogEntry change(Datasets.ChangeSettings command) {
    return turn(dataset -> dataset.change(command));
  }

  @Override
  public LogEntry changeStream(Datasets.ChangeStream command) {
    return turn(dataset -> dataset.changeStream(command));
  }

  @Override
  public LogEntry drop(Removal command) {
    return turn(dataset -> dataset.drop(command.author(), command.key()));
  }

  @Override
  public LogEntry undrop(Removal command) {
    return turn(dataset -> dataset.undrop(command.author(), command.key()));
  }

  @Override
  public Mended repair() {
    OwnedDataset fresh = owned.open(name());
    fresh.recall(Optional.empty());
    List<String> findings = Findings.between(name(), recalled(), fresh.memory());
    dataset = fresh;
    fresh.memory().ifPresentOrElse(this::remember, () -> state().remove(List.of(MEMORY)));
    return new Mended(findings);
  }

  /** One change: into the log, then into the state, then to whoever listens. */
  private <T> T turn(Function<OwnedDataset, T> change) {
    OwnedDataset current = dataset();
    long before = current.sequence();
    T result = change.apply(current);
    if (current.sequence() > before) {
      current.memory().ifPresent(this::remember);
      events.publish(Events.DATASET_TOPIC, new DatasetChanged(current.last()));
    }
    return result;
  }

  private OwnedDataset dataset() {
    OwnedDataset known = dataset;
    if (known == null) {
      known = owned.open(name());
      known.recall(recalled());
      dataset = known;
    }
    return known;
  }

  private Optional<Memory> recalled() {
    try {
      return state().load(MEMORY);
    } catch (OptimaException e) {
      log.warn("{} starts from its commit log alone", getId(), e);
      return Optional.empty();
    }
  }

  private void remember(Memory memory) {
    try {
      state().save(MEMORY, memory);
    } catch (OptimaException e) {
      log.warn("{} could not keep its state, the commit log has it", getId(), e);
    }
  }

  private DatasetName name() {
    return DatasetTurns.name(getId().toString());
  }
}
