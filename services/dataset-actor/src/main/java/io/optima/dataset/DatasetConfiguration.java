package io.optima.dataset;

import io.optima.dataset.actor.ConsumerGroupActor;
import io.optima.dataset.actor.DatasetActor;
import io.optima.dataset.actor.OwnedDatasets;
import io.optima.dataset.actor.Streams;
import io.optima.dataset.http.DatasetHttp;
import io.optima.dataset.store.StoredCommitLog;
import io.optima.dataset.stream.boot.StreamConfiguration;
import io.optima.runtime.RuntimeConfiguration;
import io.optima.runtime.actor.HostedActor;
import io.optima.runtime.event.EventPublisher;
import io.optima.store.Store;
import java.time.Clock;
import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** The dataset-actor service. */
@Configuration(proxyBeanMethods = false)
@Import({RuntimeConfiguration.class, DatasetHttp.class, StreamConfiguration.class})
public class DatasetConfiguration {
  /** A member of a consumer group that is silent for so long is gone. */
  private static final Duration GROUP_SESSION = Duration.ofSeconds(10);

  @Bean
  OwnedDatasets ownedDatasets(Store store, Clock clock) {
    return name ->
        new OwnedDataset(
            name, new StoredCommitLog(store.datasets(), name), store.chunks()::exists, clock);
  }

  @Bean
  Streams streams(Store store) {
    return new Streams(store.datasets());
  }

  @Bean
  HostedActor<ConsumerGroupActor> consumerGroupActor(Store store, Streams streams) {
    return new HostedActor<>(
        ConsumerGroupActor.class,
        (context, id) ->
            new ConsumerGroupActor(context, id, store.groups(), streams, GROUP_SESSION));
  }

  @Bean
  HostedActor<DatasetActor> datasetActor(OwnedDatasets owned, EventPublisher events) {
    return new HostedActor<>(
        DatasetActor.class, (context, id) -> new DatasetActor(context, id, owned, events));
  }
}
