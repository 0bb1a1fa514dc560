package io.optima.runtime.actor;

import io.dapr.actors.client.ActorClient;
import io.optima.model.dataset.Datasets;
import io.optima.model.stream.ConsumerGroups;
import io.optima.model.stream.Partitions;
import io.optima.runtime.call.RetryPolicy;
import io.optima.runtime.call.Sidecar;
import io.optima.runtime.telemetry.Traces;
import java.util.function.UnaryOperator;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** Hosting and calling actors. */
@Configuration(proxyBeanMethods = false)
@Import(ActorCallbacks.class)
public class ActorConfiguration {
  @Bean
  ActorClient actorClient() {
    return new ActorClient();
  }

  @Bean
  public Actors actors(ActorClient client, RetryPolicy retries, Traces traces) {
    return new Actors(client, retries, traces);
  }

  @Bean
  public Datasets datasets(Actors actors) {
    return new DaprDatasets(actors);
  }

  @Bean
  Partitions partitions(Actors actors) {
    return new DaprPartitions(actors);
  }

  @Bean
  ConsumerGroups consumerGroups(Actors actors) {
    return new DaprConsumerGroups(actors);
  }

  @Bean
  ActorHost actorHost(
      Sidecar sidecar,
      ObjectProvider<HostedActor<?>> actors,
      UnaryOperator<ActorState> decorator,
      Traces traces) {
    return new ActorHost(
        ActorRuntimes.create(sidecar.apiToken()),
        actors.orderedStream().toList(),
        decorator,
        traces);
  }
}
