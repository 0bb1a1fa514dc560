package io.optima.runtime.actor;

import io.dapr.actors.ActorId;
import io.dapr.actors.ActorType;
import io.dapr.actors.client.ActorClient;
import io.dapr.actors.client.ActorProxy;
import io.dapr.actors.client.ActorProxyBuilder;
import io.dapr.exceptions.DaprException;
import io.opentelemetry.api.trace.SpanKind;
import io.optima.runtime.call.RetryPolicy;
import io.optima.runtime.telemetry.Traces;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Map;
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
  private final Traces traces;

  public Actors(ActorClient client, RetryPolicy retries, Traces traces) {
    this.client = client;
    this.retries = retries;
    this.traces = traces;
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
            turns.getClassLoader(), new Class<?>[] {turns}, new Caller(actor, retries, traces)));
  }

  private record Caller(ActorProxy actor, RetryPolicy retries, Traces traces)
      implements InvocationHandler {
    @Override
    public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments) {
      if (method.getDeclaringClass() == Object.class) {
        return ofObject(proxy, method, arguments);
      }
      return traces.span(
          actor.getActorType() + "/" + method.getName(),
          "",
          SpanKind.CLIENT,
          Map.of("optima.actor", actor.getActorId().toString()),
          () -> call(method, arguments == null ? null : arguments[0]));
    }

    private @Nullable Object call(Method method, @Nullable Object argument) {
      String traceparent = traces.traceparent();
      byte[] request = Envelope.request(traceparent, argument);
      byte[] reply = retries.call(() -> attempt(method.getName(), request, traceparent));
      return Envelope.body(reply, method.getGenericReturnType());
    }

    private byte[] attempt(String method, byte[] request, String traceparent) {
      try {
        byte[] reply =
            actor
                .invokeMethod(method, request, byte[].class)
                // so the sidecar's own spans stand in the same trace
                .contextWrite(context -> context.put("traceparent", traceparent))
                .block();
        return reply == null ? Envelope.reply(null) : reply;
      } catch (DaprException e) {
        throw SidecarFailures.of(e, actor.getActorType() + " " + actor.getActorId());
      }
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
