package io.optima.runtime.actor;

import io.dapr.actors.client.ActorClient;
import io.dapr.actors.runtime.ActorRuntime;
import io.optima.model.dataset.Datasets;
import io.optima.runtime.call.RetryPolicy;
import java.util.List;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** Hosting and calling actors. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(RetryPolicy.class)
@Import(ActorCallbacks.class)
public class ActorConfiguration {
  @Bean
  ActorClient actorClient() {
    return new ActorClient();
  }

  @Bean
  public Actors actors(ActorClient client, RetryPolicy retries) {
    return new Actors(client, retries);
  }

  @Bean
  public Datasets datasets(Actors actors) {
    return new DaprDatasets(actors);
  }

  @Bean
  ActorHost actorHost(List<HostedActor<?>> actors) {
    return new ActorHost(ActorRuntime.getInstance(), actors);
  }
}
