package io.optima.transform;

import io.optima.jdbc.Databases;
import io.optima.model.Events;
import io.optima.model.Events.RunChanged;
import io.optima.model.stream.Secrets;
import io.optima.model.transform.Run;
import io.optima.model.transform.RunRecord;
import io.optima.query.publish.Publisher;
import io.optima.query.secure.Relations;
import io.optima.query.sql.SqlEngine;
import io.optima.runtime.RuntimeConfiguration;
import io.optima.runtime.actor.Actors;
import io.optima.runtime.actor.HostedActor;
import io.optima.runtime.event.EventPublisher;
import io.optima.runtime.query.QueryConfiguration;
import io.optima.runtime.telemetry.Traces;
import io.optima.runtime.thread.Threads;
import io.optima.store.Store;
import io.optima.transform.actor.RunActor;
import io.optima.transform.actor.RunTurns;
import io.optima.transform.actor.TransformationActor;
import io.optima.transform.definition.Checks;
import io.optima.transform.definition.Inputs;
import io.optima.transform.definition.Transformations;
import io.optima.transform.execute.Commits;
import io.optima.transform.execute.Kinds;
import io.optima.transform.execute.StepWorker;
import io.optima.transform.execute.StoredRuns;
import io.optima.transform.execute.VisibleDatasets;
import io.optima.transform.execute.Workers;
import io.optima.transform.http.TransformAnswers;
import io.optima.transform.http.TransformController;
import io.optima.transform.run.Processes;
import io.optima.transform.run.RunDecider;
import io.optima.transform.run.RunOffice;
import io.optima.transform.step.StepKind;
import io.optima.transform.step.sql.SqlKind;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import org.apache.arrow.memory.BufferAllocator;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** The transform-actor service. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(TransformProperties.class)
@Import({RuntimeConfiguration.class, QueryConfiguration.class, TransformController.class})
public class TransformConfiguration {
  @Bean
  Inputs visibleInputs(Relations relations, Store store) {
    return new VisibleDatasets(relations, store.datasets());
  }

  /** Checks every URL at the start. */
  @Bean
  Databases transformDatabases(TransformProperties properties, Secrets secrets) {
    return new Databases(properties.connections(), secrets);
  }

  @Bean
  SqlKind sqlKind(SqlEngine engine, Publisher publisher) {
    return new SqlKind(engine, publisher);
  }

  @Bean
  Kinds stepKinds(List<StepKind<?>> kinds) {
    return new Kinds(kinds);
  }

  @Bean
  StepWorker stepWorker(
      Store store,
      Inputs inputs,
      Kinds kinds,
      Publisher publisher,
      BufferAllocator allocator,
      TransformProperties properties,
      Clock clock) {
    return new StepWorker(
        store.runs(),
        kinds,
        new Commits(store, publisher, inputs),
        publisher,
        allocator,
        properties.timeout(),
        clock);
  }

  @Bean
  Workers runWorkers(
      StepWorker work, Actors actors, Traces traces, TransformProperties properties) {
    return new Workers(
        work,
        id -> actors.of(RunTurns.class, id),
        traces,
        properties.places(),
        properties.heartbeat());
  }

  @Bean
  Transformations transformations(Store store, Clock clock) {
    return new Transformations(store.transformations(), clock);
  }

  @Bean
  Runs runs(Store store, Transformations transformations, Actors actors) {
    return new Runs(store.runs(), transformations, id -> actors.of(RunTurns.class, id).get());
  }

  @Bean
  RunWatch runWatch(Runs runs) {
    return new RunWatch(runs::run);
  }

  @Bean
  RunOffice runOffice(
      Store store,
      Transformations transformations,
      Workers workers,
      RunWatch watch,
      EventPublisher events,
      Clock clock,
      TransformProperties properties) {
    return new RunOffice(
        new StoredRuns(store.runs()),
        transformations::definition,
        new RunDecider(properties.lease(), properties.attempts()),
        workers,
        new Processes(),
        announced(events),
        watch::changed,
        clock,
        () -> ThreadLocalRandom.current().nextDouble());
  }

  private static Consumer<RunRecord> announced(EventPublisher events) {
    return record ->
        events.publish(Events.RUN_TOPIC, new RunChanged(record.run(), record.columns()));
  }

  @Bean
  HostedActor<RunActor> runActor(RunOffice office, TransformProperties properties) {
    return new HostedActor<>(
        RunActor.class, (context, id) -> new RunActor(context, id, office, properties.watch()));
  }

  @Bean
  HostedActor<TransformationActor> transformationActor(Transformations transformations) {
    return new HostedActor<>(
        TransformationActor.class,
        (context, id) -> new TransformationActor(context, id, transformations));
  }

  @Bean
  RunStarter runStarter(
      Store store,
      Transformations transformations,
      Inputs inputs,
      Clock clock,
      Actors actors,
      EventPublisher events) {
    return new RunStarter(
        store, transformations, inputs, clock, id -> look(actors, id), announced(events));
  }

  private static Run look(Actors actors, String id) {
    return actors.of(RunTurns.class, id).look();
  }

  @Bean
  TransformAnswers transformAnswers(
      Actors actors,
      Inputs inputs,
      Kinds kinds,
      Store store,
      Transformations transformations,
      RunStarter starter,
      Runs runs,
      RunWatch watch) {
    return new TransformAnswers(
        actors,
        new Checks(inputs, kinds::check),
        store.transformations(),
        transformations,
        starter,
        runs,
        watch);
  }

  @Bean(initMethod = "start")
  Resumption runResumption(Store store, Actors actors, TransformProperties properties) {
    return new Resumption(
        store.runs(),
        id -> look(actors, id),
        properties.sweep(),
        Threads.clockwork("run-resumption"));
  }
}
