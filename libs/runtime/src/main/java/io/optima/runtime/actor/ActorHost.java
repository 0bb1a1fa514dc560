package io.optima.runtime.actor;

import io.dapr.actors.runtime.ActorRuntime;
import io.dapr.serializer.DefaultObjectSerializer;
import io.optima.model.OptimaException;
import io.optima.runtime.error.UnknownErrors;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Runs the turns that the sidecar asks for. */
final class ActorHost {
  private final ActorRuntime runtime;

  ActorHost(ActorRuntime runtime, List<HostedActor<?>> actors) {
    this.runtime = runtime;
    actors.forEach(this::register);
  }

  private <T extends StatefulActor> void register(HostedActor<T> actor) {
    runtime.registerActor(
        actor.type(), actor.factory(), new EnvelopeSerializer(), new DefaultObjectSerializer());
  }

  /** The actor types and how they live, as the sidecar asks for them at its start. */
  byte[] config() {
    try {
      return runtime.serializeConfig();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** One turn; its errors are in the answer. */
  byte[] invoke(String type, String id, String method, byte @Nullable [] request) {
    try {
      byte[] reply = runtime.invoke(type, id, method, request).block();
      return reply == null ? Envelope.reply(null) : reply;
    } catch (RuntimeException e) {
      OptimaException error = UnknownErrors.translate(e);
      return Envelope.failure(error);
    }
  }

  void remind(String type, String id, String reminder, byte[] parameters) {
    runtime.invokeReminder(type, id, reminder, parameters).block();
  }

  void deactivate(String type, String id) {
    runtime.deactivate(type, id).block();
  }
}
