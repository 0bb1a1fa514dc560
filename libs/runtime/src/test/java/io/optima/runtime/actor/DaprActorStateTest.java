package io.optima.runtime.actor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dapr.actors.ActorId;
import io.dapr.actors.runtime.ActorStateManager;
import io.dapr.serializer.DaprObjectSerializer;
import io.dapr.serializer.DefaultObjectSerializer;
import io.optima.model.OptimaException;
import java.lang.reflect.Constructor;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

/** The SDK's own state manager, with its sidecar played here. */
class DaprActorStateTest {
  private static final StateKey<String> HEAD = new StateKey<>("run", String.class);
  private static final StateKey<Integer> STEP = new StateKey<>("step-clean_up", Integer.class);

  /** Sizes of the transactions that the sidecar got. */
  private final List<Integer> transactions = new ArrayList<>();

  private boolean reachable = true;

  private ActorState state() throws ReflectiveOperationException {
    Class<?> client = Class.forName("io.dapr.actors.runtime.DaprClient");
    Object sidecar =
        Proxy.newProxyInstance(
            client.getClassLoader(),
            new Class<?>[] {client},
            (proxy, method, arguments) ->
                method.getName().equals("getState") ? Mono.empty() : took((List<?>) arguments[2]));
    Object provider =
        made(
            Class.forName("io.dapr.actors.runtime.DaprStateAsyncProvider"),
            new Class<?>[] {client, DaprObjectSerializer.class},
            sidecar,
            new DefaultObjectSerializer());
    return new DaprActorState(
        (ActorStateManager)
            made(
                ActorStateManager.class,
                new Class<?>[] {provider.getClass(), String.class, ActorId.class},
                provider,
                "Run",
                new ActorId("1")));
  }

  /** The SDK keeps these constructors to itself. */
  private static Object made(Class<?> type, Class<?>[] parameters, Object... arguments)
      throws ReflectiveOperationException {
    Constructor<?> constructor = type.getDeclaredConstructor(parameters);
    constructor.setAccessible(true);
    return constructor.newInstance(arguments);
  }

  private Mono<Void> took(List<?> operations) {
    return Mono.fromRunnable(
        () -> {
          if (!reachable) {
            throw new IllegalStateException("no sidecar");
          }
          transactions.add(operations.size());
        });
  }

  @Test
  void severalValuesAreOneTransaction() throws Exception {
    ActorState state = state();
    state.saveAll(Map.of(HEAD, "running", STEP, 7));
    assertThat(transactions).containsExactly(2);
    assertThat(state.load(HEAD)).hasValue("running");
    assertThat(state.load(STEP)).hasValue(7);
  }

  @Test
  void oneValueIsATransactionToo() throws Exception {
    ActorState state = state();
    state.save(HEAD, "running");
    state.save(HEAD, "done");
    assertThat(transactions).containsExactly(1, 1);
    assertThat(state.load(HEAD)).hasValue("done");
  }

  @Test
  void ofSeveralThatCouldNotBeSavedNoneIsTriedAgain() throws Exception {
    ActorState state = state();
    reachable = false;
    assertThatThrownBy(() -> state.saveAll(Map.of(HEAD, "running", STEP, 7)))
        .isInstanceOf(OptimaException.class);
    reachable = true;
    state.save(HEAD, "later");
    assertThat(transactions).containsExactly(1);
  }

  @Test
  void aValueIsOfItsKeysType() throws Exception {
    ActorState state = state();
    assertThatThrownBy(() -> state.saveAll(Map.of(HEAD, "running", STEP, "7")))
        .isInstanceOf(ClassCastException.class);
    assertThat(transactions).isEmpty();
  }

  @Test
  void namesOfKeysHaveNoOtherCharacters() {
    for (String name : new String[] {"", "Step", "1", "a||b", "a.b"}) {
      assertThatIllegalArgumentException().isThrownBy(() -> new StateKey<>(name, String.class));
    }
  }
}
