package io.optima.query.sql;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.CodedOutputStream;
import io.optima.model.DatasetName;
import io.optima.model.DatasetRef;
import io.optima.model.Principal;
import io.optima.model.dataset.Input;
import io.optima.query.duckdb.DuckDb;
import io.optima.query.duckdb.DuckDbSettings;
import io.optima.query.protobuf.RowMessages;
import io.optima.query.secure.OwnersAndReaders;
import io.optima.query.secure.ReadSettings;
import io.optima.query.secure.Relations;
import io.optima.query.secure.SecuredRelation;
import io.optima.query.stream.FakeStream;
import io.optima.query.stream.SealSettings;
import io.optima.store.Store;
import io.optima.store.StoreSettings;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Values of a stream with a schema are columns, sealed or not. */
class TypedStreamSqlTest {
  private static final Principal ANN = new Principal("ann", Set.of());
  private static final DatasetName ORDERS = DatasetName.parse("shop/orders");
  private static final RowMessages ORDER =
      RowMessages.declared(
          """
          syntax = "proto3";
          message Order {
            int64 id = 7;
            optional string name = 2;
            string price = 3; // optima: decimal(9,2)
            repeated int32 counts = 4;
          }
          """,
          "");

  private final BufferAllocator allocator = new RootAllocator();
  @TempDir private Path home;
  private Store store;
  private DuckDb duckDb;
  private FakeStream stream;
  private Relations relations;
  private SqlEngine engine;

  @BeforeEach
  void start() {
    store = Store.open(StoreSettings.in(home));
    duckDb = DuckDb.open(new DuckDbSettings(1L << 29, 2, home.resolve("spill/seal")));
    stream = new FakeStream(ORDERS, 2, ORDER.schema(), store, duckDb, allocator);
    relations = new Relations(store, new OwnersAndReaders(), ReadSettings.in(home), stream);
    engine = new SqlEngine(relations, QuerySettings.in(home));
  }

  @AfterEach
  void stop() {
    engine.close();
    relations.close();
    duckDb.close();
    store.close();
    allocator.close();
  }

  private static byte[] order(long id, @Nullable String name, String price, int... counts) {
    try {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      CodedOutputStream out = CodedOutputStream.newInstance(bytes);
      out.writeInt64(7, id);
      if (name != null) {
        out.writeString(2, name);
      }
      out.writeString(3, price);
      for (int count : counts) {
        out.writeInt32(4, count);
      }
      out.flush();
      return bytes.toByteArray();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private List<String> rows(String sql) throws Exception {
    List<String> rows = new ArrayList<>();
    try (RunningQuery running = engine.check(ANN, sql).run(List.of(), allocator)) {
      while (running.reader().loadNextBatch()) {
        var batch = running.reader().getVectorSchemaRoot();
        for (int row = 0; row < batch.getRowCount(); row++) {
          int at = row;
          rows.add(
              String.join(
                  " ",
                  batch.getFieldVectors().stream()
                      .map(vector -> String.valueOf(vector.getObject(at)))
                      .toList()));
        }
      }
    }
    return rows;
  }

  @Test
  void columnsAreThereSealedAndNot() throws Exception {
    stream.append(0, List.of(order(1, "one", "1.5", 1, 2), order(2, null, "2")));
    stream.append(1, List.of(order(3, "three", "3")));
    String all =
        "select \"partition\", \"offset\", id, name, price, counts from shop.orders order by id";
    List<String> expected =
        List.of("0 0 1 one 1.50 [1,2]", "0 1 2 null 2.00 []", "1 0 3 three 3.00 []");
    assertThat(rows(all)).isEqualTo(expected);
    Input before = engine.check(ANN, all).inputs().getFirst();
    stream.seal(0, 1);
    assertThat(rows(all)).isEqualTo(expected);
    assertThat(engine.check(ANN, all).inputs().getFirst().content()).isEqualTo(before.content());
    stream.append(0, List.of(order(4, "four", "4")));
    assertThat(rows("select sum(price) from shop.orders")).containsExactly("10.50");
  }

  @Test
  void theTableHasOneSchema() {
    stream.append(0, List.of(order(1, "one", "1")));
    try (SecuredRelation relation = relations.open(ANN, DatasetRef.latest(ORDERS))) {
      assertThat(relation.schema().text())
          .startsWith("\"partition\" int32\n\"offset\" int64\n\"timestamp\" timestamp_utc\n")
          .contains("\"value\" binary\n")
          .endsWith(
              "\"id\" int64\n\"name\" utf8\n\"price\" decimal(9,2)\n\"counts\" list<int32>\n"
                  + "\"unreadable\" utf8");
    }
  }

  @Test
  void whatIsNoRowKeepsNobodyBack() throws Exception {
    stream.append(
        0, Arrays.asList(order(1, "one", "1"), "junk".getBytes(UTF_8), null, order(2, "b", "x")));
    stream.append(0, List.of(order(3, "three", "3")));
    String sql =
        "select \"offset\", id, value is null, unreadable from shop.orders order by \"offset\"";
    List<String> open = rows(sql);
    stream.seal(0, 2);
    assertThat(rows(sql)).isEqualTo(open);
    assertThat(open.getFirst()).isEqualTo("0 1 false null");
    assertThat(open.get(1)).startsWith("1 null false the value is no message Order");
    assertThat(open.get(2)).isEqualTo("2 null true null");
    assertThat(open.get(3))
        .isEqualTo("3 null false column 'price': 'x' is no decimal(9,2) that its field can hold");
    assertThat(open.get(4)).isEqualTo("4 3 false null");
  }

  @Test
  void mergedChunksHaveTheColumns() throws Exception {
    for (int i = 0; i < 20; i++) {
      stream.append(0, List.of(order(i, "n" + i, "1")));
      stream.seal(0, 1);
    }
    String sql = "select count(*), sum(id), sum(price), max(name) from shop.orders";
    List<String> before = rows(sql);
    Input input = engine.check(ANN, sql).inputs().getFirst();
    int chunks = chunks();
    stream.compact(0, SealSettings.DEFAULT);
    assertThat(chunks()).isLessThan(chunks);
    assertThat(rows(sql)).isEqualTo(before).containsExactly("20 190 20.00 n9");
    assertThat(engine.check(ANN, sql).inputs().getFirst().content()).isEqualTo(input.content());
  }

  private int chunks() {
    try (SecuredRelation relation = relations.open(ANN, DatasetRef.latest(ORDERS))) {
      return Objects.requireNonNull(relation.version()).chunks();
    }
  }
}
