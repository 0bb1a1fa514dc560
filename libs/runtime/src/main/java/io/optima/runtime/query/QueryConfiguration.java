package io.optima.runtime.query;

import io.optima.model.dataset.Datasets;
import io.optima.query.duckdb.DuckDb;
import io.optima.query.duckdb.DuckDbSettings;
import io.optima.query.export.Exporter;
import io.optima.query.publish.PublishSettings;
import io.optima.query.publish.Publisher;
import io.optima.query.publish.Verifier;
import io.optima.query.secure.OwnersAndReaders;
import io.optima.query.secure.Policy;
import io.optima.query.secure.Relations;
import io.optima.query.sort.Sorting;
import io.optima.query.sql.SqlEngine;
import io.optima.query.stream.Compaction;
import io.optima.query.stream.SealSettings;
import io.optima.query.stream.SealedRecords;
import io.optima.query.stream.Sealing;
import io.optima.query.stream.Tails;
import io.optima.runtime.store.StorageProperties;
import io.optima.store.Store;
import io.optima.store.StoreSettings;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * The secured relation and the SQL engine; imported by services whose work is with rows. One
 * process has each of them once, however many of its services import this.
 */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(QueryProperties.class)
public class QueryConfiguration {
  /**
   * The root of all Arrow memory: batches go from part to part without being copied only below one
   * root. It outlives every call, and so do buffers that are still on their way to the network.
   */
  @Bean(destroyMethod = "")
  BufferAllocator arrowAllocator() {
    return new RootAllocator();
  }

  @Bean
  Policy policy() {
    return new OwnersAndReaders();
  }

  @Bean
  Relations relations(
      Store store,
      Policy policy,
      QueryProperties properties,
      StorageProperties storage,
      ObjectProvider<Tails> tails) {
    return new Relations(
        store,
        policy,
        properties.readSettings(storage.home(), storage.cache().decoded()),
        tails.getIfAvailable(() -> Tails.NONE));
  }

  @Bean
  SqlEngine sqlEngine(Relations relations, QueryProperties properties, StoreSettings settings) {
    return new SqlEngine(relations, properties.querySettings(settings.home()));
  }

  @Bean
  Publisher publisher(
      Store store,
      Datasets datasets,
      Policy policy,
      QueryProperties properties,
      StoreSettings settings,
      BufferAllocator allocator) {
    return new Publisher(
        store, datasets, policy, properties.publishSettings(settings.home()), allocator);
  }

  /** Reads what streams sealed, beside all queries. */
  @Bean
  DuckDb historyDuckDb(QueryProperties properties, StoreSettings settings) {
    PublishSettings publish = properties.publishSettings(settings.home());
    return DuckDb.open(
        new DuckDbSettings(
            publish.memoryBytes(), publish.threads(), settings.home().resolve("spill/history")));
  }

  @Bean
  SealedRecords sealedRecords(DuckDb historyDuckDb, Store store, BufferAllocator allocator) {
    return new SealedRecords(historyDuckDb, store.chunks(), allocator);
  }

  /** Writes what streams of others' topics seal. */
  @Bean
  Sealing historySealing(DuckDb historyDuckDb, BufferAllocator allocator) {
    return new Sealing(historyDuckDb, SealSettings.DEFAULT, allocator);
  }

  @Bean
  Compaction historyCompaction(DuckDb historyDuckDb, Store store, BufferAllocator allocator) {
    return new Compaction(historyDuckDb, SealSettings.DEFAULT, store.chunks(), allocator);
  }

  @Bean
  Sorting rowSorting(DuckDb historyDuckDb) {
    return new Sorting(historyDuckDb);
  }

  @Bean
  Exporter exporter(QueryProperties properties, StoreSettings settings, BufferAllocator allocator) {
    PublishSettings publish = properties.publishSettings(settings.home());
    return new Exporter(
        new DuckDbSettings(
            publish.memoryBytes(), publish.threads(), settings.home().resolve("spill/export")),
        allocator);
  }

  @Bean
  Verifier verifier(
      Store store, QueryProperties properties, StoreSettings settings, BufferAllocator allocator) {
    return new Verifier(store, properties.publishSettings(settings.home()), allocator);
  }
}
