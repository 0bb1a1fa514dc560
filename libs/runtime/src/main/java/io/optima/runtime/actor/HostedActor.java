package io.optima.runtime.actor;

import io.dapr.actors.runtime.ActorFactory;

/** An actor type that this process offers to host: declare one as a bean. */
public record HostedActor<T extends StatefulActor>(Class<T> type, ActorFactory<T> factory) {}
