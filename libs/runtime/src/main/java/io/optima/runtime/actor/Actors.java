package io.optima.runtime.actor;

import io.dapr.actors.ActorId;
import io.dapr.actors.ActorType;
import io.dapr.actors.client.ActorClient;
import io.dapr.actors.client.ActorProxy;
import io.dapr.actors.client.ActorProxyBuilder;
import io.dapr.exceptions.DaprException;
import io.optima.model.ErrorCode;
import io.optima.model.OptimaException;
import io.optima.runtime.call.RetryPolicy;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import org.jspecify.annotations.Nullable;

/**
 * Calls actors as if they were objects. The turns of an actor type are an interface annotated with
 * {@link ActorType}; errors arrive as the {@code OptimaException} that the actor threw. A call that
 * finds no sidecar or no host is made again by the retry policy, so commands carry a key that makes
 * a second time harmless.
 */
public final class Actors {
  private final ActorClient client;
  private final RetryPolicy retries;

  public Actors(ActorClient client, RetryPolicy retries) {
    this.client = client;
    this.retries = retries;
  }

  /** The actor of that id, wherever it lives. The proxy may be shared by threads. */
  public <T> T of(Class<T> turns, String id) {
    ActorType type = turns.getAnnotation(ActorType.class);
    if (type == null) {
      throw new IllegalArgumentException(turns + " has no @ActorType");
    }
    ActorProxy actor =
        new ActorProxyBuilder<>(type.name(), ActorProxy.class, client).build(new ActorId(id));
    return turns.cast(
        Proxy.newProxyInstance(
            turns.getClassLoader(), new Class<?>[] {turns}, new Caller(actor, retries)));
  }

  private record Caller(ActorProxy actor, RetryPolicy retries) implements InvocationHandler {
    @Override
    public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments) {
      if (method.getDeclaringClass() == Object.class) {
        return ofObject(proxy, method, arguments);
      }
      byte[] request = Envelope.request("", arguments == null ? null : arguments[0]);
      byte[] reply = retries.call(() -> attempt(method.getName(), request));
      return Envelope.body(reply, method.getGenericReturnType());
    }

    private byte[] attempt(String method, byte[] request) {
      try {
        byte[] reply = actor.invokeMethod(method, request, byte[].class).block();
        return reply == null ? Envelope.reply(null) : reply;
      } catch (DaprException e) {
        throw unavailable(e);
      }
    }

    private OptimaException unavailable(DaprException e) {
      return new OptimaException(
          ErrorCode.UNAVAILABLE,
          "%s %s cannot be reached: try again later"
              .formatted(actor.getActorType(), actor.getActorId()),
          e);
    }

    // A proxy equals itself alone.
    @SuppressWarnings("ReferenceEquality")
    private Object ofObject(Object proxy, Method method, Object @Nullable [] arguments) {
      return switch (method.getName()) {
        case "equals" -> arguments != null && proxy == arguments[0];
        case "hashCode" -> System.identityHashCode(proxy);
        default -> actor.getActorType() + " " + actor.getActorId();
      };
    }
  }
}
