package io.optima.runtime.actor;

import io.dapr.actors.runtime.ActorStateManager;
import io.optima.model.ErrorCode;
import io.optima.model.OptimaException;
import io.optima.store.Json;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * State kept by the sidecar, as JSON text. The SDK would save at the end of the turn, when nothing
 * can be done about a failure any more; here a save is over when it returns.
 */
final class DaprActorState implements ActorState {
  private final ActorStateManager states;

  DaprActorState(ActorStateManager states) {
    this.states = states;
  }

  @Override
  public <T> Optional<T> load(StateKey<T> key) {
    try {
      String json = await(() -> states.get(key.name(), String.class));
      return Optional.ofNullable(json)
          .map(text -> Json.read(text.getBytes(StandardCharsets.UTF_8), key.type()));
    } catch (NoSuchElementException absent) {
      return Optional.empty();
    }
  }

  @Override
  public <T> void save(StateKey<T> key, T value) {
    saveAll(Map.of(key, value));
  }

  /** The SDK gathers what is set and sends it in one transaction. */
  @Override
  public void saveAll(Map<StateKey<?>, ?> values) {
    Map<String, String> texts = new TreeMap<>();
    values.forEach((key, value) -> texts.put(key.name(), Json.text(key.type().cast(value))));
    await(
        () ->
            Flux.fromIterable(texts.entrySet())
                .concatMap(text -> states.set(text.getKey(), text.getValue()))
                .then(states.save()));
  }

  @Override
  public void remove(Collection<StateKey<?>> keys) {
    await(
        () ->
            Flux.fromIterable(keys)
                .concatMap(key -> states.remove(key.name()))
                .then(states.save()));
  }

  private <T> @Nullable T await(Supplier<Mono<T>> access) {
    try {
      return access.get().block();
    } catch (NoSuchElementException absent) {
      throw absent;
    } catch (RuntimeException e) {
      // What could not be saved now must not be tried again at the end of the turn.
      states.clear();
      throw new OptimaException(
          ErrorCode.UNAVAILABLE, "the state store cannot be reached: try again later", e);
    }
  }
}
