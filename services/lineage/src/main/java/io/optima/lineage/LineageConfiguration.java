package io.optima.lineage;

import io.optima.lineage.Follower.News;
import io.optima.lineage.openlineage.Emitters;
import io.optima.lineage.openlineage.EventReader;
import io.optima.lineage.openlineage.EventWriter;
import io.optima.lineage.openlineage.OpenLineageProperties;
import io.optima.lineage.sql.SqlLineageIndex;
import io.optima.lineage.store.StoredArchive;
import io.optima.lineage.store.StoredHistory;
import io.optima.model.Events;
import io.optima.model.Events.Audited;
import io.optima.model.Events.DatasetChanged;
import io.optima.model.Events.RunChanged;
import io.optima.model.dataset.LogEntry;
import io.optima.runtime.RuntimeConfiguration;
import io.optima.runtime.event.Subscription;
import io.optima.runtime.thread.Threads;
import io.optima.store.Store;
import io.optima.store.StoreSettings;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** The lineage service. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({LineageProperties.class, OpenLineageProperties.class})
@Import(RuntimeConfiguration.class)
@ComponentScan("io.optima.lineage.http")
public class LineageConfiguration {
  @Bean
  StoredHistory storedHistory(Store store) {
    return new StoredHistory(store);
  }

  @Bean
  SqlLineageIndex lineageIndex(LineageProperties properties, StoreSettings settings)
      throws IOException {
    LineageProperties.Database database = properties.database();
    String url = database.url() == null ? inHome(settings.home()) : database.url();
    return SqlLineageIndex.open(url, database.user(), database.password());
  }

  private static String inHome(Path home) throws IOException {
    Files.createDirectories(home);
    return "jdbc:sqlite:" + home.resolve("lineage.db");
  }

  @Bean
  ChangeFeed changeFeed(LineageIndex index, StoredHistory history) {
    return new ChangeFeed(index, history);
  }

  @Bean
  Follower follower(StoredHistory history, LineageIndex index, ChangeFeed feed, Emitters emitters) {
    return new Follower(history, history, index, new Told(feed, emitters));
  }

  @Bean
  EventWriter openLineageEvents(OpenLineageProperties properties, StoredHistory history) {
    return new EventWriter(properties.namespace(), history, history);
  }

  @Bean(initMethod = "start")
  Emitters openLineageEmitters(
      OpenLineageProperties properties, HttpClient http, LineageIndex index, EventWriter events) {
    return new Emitters(properties, http, index, events);
  }

  @Bean
  Reports reports(
      OpenLineageProperties properties, Store store, LineageIndex index, StoredHistory history) {
    return new Reports(
        properties.namespace(),
        new EventReader(),
        new StoredArchive(store.objects()),
        index,
        history);
  }

  @Bean
  LineageAnswers lineageAnswers(
      LineageIndex index,
      StoredHistory history,
      Follower follower,
      Reports reports,
      EventWriter events) {
    return new LineageAnswers(index, history, follower, reports, events);
  }

  @Bean
  Subscription<DatasetChanged> datasetChanges(Follower follower) {
    return new Subscription<>(Events.DATASET_TOPIC, DatasetChanged.class, follower::datasets);
  }

  @Bean
  Subscription<RunChanged> runChanges(Follower follower) {
    return new Subscription<>(Events.RUN_TOPIC, RunChanged.class, follower::runs);
  }

  @Bean
  Subscription<Audited> auditRecords(Follower follower) {
    return new Subscription<>(Events.AUDIT_TOPIC, Audited.class, follower::audited);
  }

  @Bean(initMethod = "start")
  Sweeper lineageSweeper(Follower follower, Reports reports, LineageProperties properties) {
    return new Sweeper(follower, reports, properties.sweep(), Threads.single("lineage-sweeper"));
  }

  /** Who is told of news. */
  private record Told(ChangeFeed feed, Emitters emitters) implements News {
    @Override
    public void learned(LogEntry entry) {
      feed.learned();
      emitters.wake();
    }

    @Override
    public void learned(RunChanged change) {
      emitters.wake();
    }
  }
}
