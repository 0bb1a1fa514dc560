package io.optima.bench;

import io.optima.client.OptimaClient;
import io.optima.client.RowStream;
import java.util.ArrayList;
import java.util.List;

/** The queries of TPC-H over Flight SQL, against DuckDB in this process on the same files. */
final class QueryWorkload implements Workload {
  private static final String DUCK = "DuckDB: same query, same Parquet";

  /** The door and its client are Java, which is compiled while it runs; a service runs for long. */
  private static final int WARM_UP = 1_000;

  private static final String SMALL = "select r_name from tpch.region order by r_name";

  @Override
  public String name() {
    return "query";
  }

  @Override
  public List<Ratio> run(Bench bench) throws Exception {
    Tpch tpch = bench.tpch();
    try (Duck duck = new Duck()) {
      duck.execute("create schema tpch");
      for (String table : TpchData.TABLES) {
        duck.execute(
            "create view tpch.%s as from read_parquet(%s)"
                .formatted(table, Duck.texts(tpch.files(table))));
      }
      return compare(bench, tpch.optima().client(), duck);
    }
  }

  private static List<Ratio> compare(Bench bench, OptimaClient client, Duck duck) throws Exception {
    for (int i = 0; i < WARM_UP; i++) {
      drain(client, SMALL);
      duck.drain(SMALL);
    }
    List<TpchQuery> queries = TpchQuery.all();
    List<Rounds> each = queries.stream().map(query -> new Rounds()).toList();
    Rounds together = new Rounds();
    for (int round = 0; round <= bench.sizes().rounds(); round++) {
      Cost ours = new Cost(0, 0);
      Cost baseline = new Cost(0, 0);
      for (int i = 0; i < queries.size(); i++) {
        String sql = queries.get(i).sql();
        Cost our = Cost.of(r -> drain(client, sql), round);
        Cost base = Cost.of(r -> duck.drain(sql), round);
        if (round > 0) {
          each.get(i).add(our, base);
        }
        ours = ours.plus(our);
        baseline = baseline.plus(base);
      }
      if (round > 0) {
        together.add(ours, baseline);
        bench.say("  " + together.last());
      }
    }
    return ratios(queries, each, together);
  }

  private static List<Ratio> ratios(List<TpchQuery> queries, List<Rounds> each, Rounds together) {
    List<Ratio> ratios = new ArrayList<>();
    ratios.add(together.time("22 TPC-H queries by Flight SQL", DUCK, 1.15));
    for (int i = 0; i < queries.size(); i++) {
      ratios.add(each.get(i).time("  " + queries.get(i).name(), DUCK, null));
    }
    return ratios;
  }

  private static long drain(OptimaClient client, String sql) {
    try (RowStream rows = client.rows().query(sql)) {
      long count = 0;
      while (rows.next()) {
        count += rows.rows().getRowCount();
      }
      return count;
    }
  }
}
