package io.optima.runtime.actor;

import io.dapr.actors.ActorId;
import io.dapr.actors.runtime.ActorRuntime;
import io.dapr.actors.runtime.ActorRuntimeContext;
import io.dapr.serializer.DefaultObjectSerializer;
import io.opentelemetry.api.trace.SpanKind;
import io.optima.runtime.error.UnknownErrors;
import io.optima.runtime.telemetry.Traces;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Runs the turns that the sidecar asks for. */
final class ActorHost {
  private final ActorRuntime runtime;
  private final UnaryOperator<ActorState> decorator;
  private final Traces traces;

  ActorHost(
      ActorRuntime runtime,
      List<HostedActor<?>> actors,
      UnaryOperator<ActorState> decorator,
      Traces traces) {
    this.runtime = runtime;
    this.decorator = decorator;
    this.traces = traces;
    actors.forEach(this::register);
  }

  private <T extends StatefulActor> void register(HostedActor<T> actor) {
    runtime.registerActor(
        actor.type(),
        (context, id) -> create(actor, context, id),
        new EnvelopeSerializer(),
        new DefaultObjectSerializer());
  }

  private <T extends StatefulActor> T create(
      HostedActor<T> actor, ActorRuntimeContext<T> context, ActorId id) {
    T created = actor.factory().createActor(context, id);
    created.decorateState(decorator);
    return created;
  }

  /** The actor types and how they live, as the sidecar asks for them at its start. */
  byte[] config() {
    try {
      return runtime.serializeConfig();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * One turn; its errors are in the answer.
   *
   * @param traceparent of the sidecar's span; empty: the caller's, which is in the request
   */
  byte[] invoke(
      String type, String id, String method, byte @Nullable [] request, String traceparent) {
    String parent =
        traceparent.isEmpty() && request != null ? Envelope.traceparent(request) : traceparent;
    try {
      return traces.span(
          type + "." + method,
          parent,
          SpanKind.SERVER,
          Map.of("optima.actor", id),
          () -> turn(type, id, method, request));
    } catch (RuntimeException e) {
      return Envelope.failure(UnknownErrors.translate(e));
    }
  }

  private byte[] turn(String type, String id, String method, byte @Nullable [] request) {
    byte[] reply = runtime.invoke(type, id, method, request).block();
    return reply == null ? Envelope.reply(null) : reply;
  }

  void remind(String type, String id, String reminder, byte[] parameters) {
    runtime.invokeReminder(type, id, reminder, parameters).block();
  }

  void deactivate(String type, String id) {
    runtime.deactivate(type, id).block();
  }
}
