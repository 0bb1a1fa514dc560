package io.optima.query.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.optima.model.DatasetRef;
import io.optima.model.OptimaException;
import io.optima.model.Principal;
import io.optima.query.secure.Grant;
import io.optima.query.secure.OwnersAndReaders;
import io.optima.query.secure.PublishedTables;
import io.optima.query.secure.ReadSettings;
import io.optima.query.secure.Relations;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InstancePoolTest {
  private static final DatasetRef ORDERS = DatasetRef.parse("sales/orders");

  private final List<String> opened = new ArrayList<>();
  private Path home;
  private PublishedTables tables;
  private Relations relations;
  private Grant grant;

  @BeforeEach
  void start(@TempDir Path directory) throws Exception {
    home = directory;
    tables = new PublishedTables(home);
    relations = new Relations(tables.store(), new OwnersAndReaders(), ReadSettings.in(home));
    tables.table("sales/orders", "ann", Set.of(), "select 1 as id");
    grant = relations.grant(new Principal("ann", Set.of()), ORDERS);
  }

  @AfterEach
  void stop() {
    relations.close();
    tables.close();
  }

  @Test
  void moreStayOpenThanMayBeInUse() {
    try (InstancePool pool = new InstancePool(1, 2, Duration.ZERO)) {
      lease(pool, "one").close();
      lease(pool, "two").close();
      lease(pool, "one").close();

      assertThat(opened).containsExactly("one", "two");
    }
  }

  @Test
  void theOneUnusedForLongestGoesFirst() {
    try (InstancePool pool = new InstancePool(1, 2, Duration.ZERO)) {
      for (String table : List.of("one", "two", "one", "three", "one", "two")) {
        lease(pool, table).close();
      }

      assertThat(opened).containsExactly("one", "two", "three", "two");
    }
  }

  @Test
  void onesThatAreKeptCountOnlyWhenInUse() {
    try (InstancePool pool = new InstancePool(1, 2, Duration.ZERO)) {
      lease(pool, "two").close();
      try (InstancePool.Lease one = lease(pool, "one");
          InstancePool.Lease again = lease(pool, "one")) {
        assertThat(again.instance()).isSameAs(one.instance());
        assertThatThrownBy(() -> lease(pool, "two")).isInstanceOf(OptimaException.class);
      }
      lease(pool, "two").close();
    }
  }

  private InstancePool.Lease lease(InstancePool pool, String table) {
    Map<TableName, Grant> grants = Map.of(new TableName("sales", table, ORDERS), grant);
    return pool.lease(
        InstanceKey.of(grants),
        () -> {
          opened.add(table);
          return Instance.open(grants, relations, QuerySettings.in(home));
        });
  }
}
