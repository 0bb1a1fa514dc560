package io.optima.bench;

import io.optima.identity.ArrowSchemas;
import io.optima.model.schema.TableSchema;
import io.optima.rules.Rules;
import io.optima.rules.RulesInEffect;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.arrow.vector.ipc.ArrowReader;

/**
 * Fifty rules over trips, against what somebody would write in SQL who wants the same columns, and
 * against CEL for each row. All in the DuckDB of this process.
 */
final class RulesWorkload implements Workload {
  private static final int RULES = 50;
  private static final String[] ZONES = {"north", "east", "south", "west"};

  /** CEL takes that much longer that it gets fewer rows. */
  private static final int SAMPLE = 5;

  @Override
  public String name() {
    return "rules";
  }

  @Override
  public List<Ratio> run(Bench bench) throws Exception {
    int rows = bench.sizes().records() * 5;
    try (Duck duck = new Duck()) {
      duck.execute(trips(rows));
      duck.execute("create table sample as select * from trips limit " + rows / SAMPLE);
      RulesInEffect rules = Rules.read(document()).at(Instant.EPOCH);
      TableSchema input = duck.read("from sample", RulesWorkload::schema);
      String sql = rules.sql(Rules.ROWS, input, "trips").orElseThrow();
      String few = rules.sql(Rules.ROWS, input, "sample").orElseThrow();
      Rounds written =
          Rounds.of(bench, bench.sizes().rounds(), r -> duck.drain(sql), r -> duck.drain(byHand()));
      Rounds byRow =
          Rounds.of(
              bench,
              bench.sizes().rounds(),
              r -> duck.drain(few),
              r -> duck.read("from sample", reader -> byRow(rules, input, reader, duck)));
      String many = RULES + " rules over " + rows;
      return List.of(
          written.time(many + " rows", "the same written in SQL", 1.3),
          byRow.speed(RULES + " rules over " + rows / SAMPLE + " rows", "CEL for each row", 20.0));
    }
  }

  private static TableSchema schema(ArrowReader reader) throws IOException {
    return ArrowSchemas.fromArrow(reader.getVectorSchemaRoot().getSchema(), reader);
  }

  private static long byRow(RulesInEffect rules, TableSchema input, ArrowReader source, Duck duck)
      throws IOException {
    try (ArrowReader rows = rules.rows(Rules.ROWS, input, source, duck.allocator())) {
      return Duck.count(rows);
    }
  }

  private static String trips(int rows) {
    return """
    create table trips as select i::bigint as trip,
      (hash(i) %% 100)::double as fare,
      (hash(i + 1) %% 50)::bigint as minutes,
      ['%s'][1 + (hash(i + 2) %% 4)::int] as zone
    from range(%d) t(i)\
    """
        .formatted(String.join("', '", ZONES), rows);
  }

  private static String zone(int rule) {
    return ZONES[rule % ZONES.length];
  }

  /** One row in five meets a rule. */
  private static String document() {
    StringBuilder document = new StringBuilder();
    document.append("name: surcharges\n");
    document.append("columns: {trip: int64, fare: float64, minutes: int64, zone: utf8}\n");
    document.append("rules:\n");
    for (int i = 0; i < RULES; i++) {
      document.append(
          """
          - name: rule%d
            when: minutes == %d && zone == '%s' && fare > %d.0
            then: {set: {fare: fare * 1.%02d}}
          """
              .formatted(i, i, zone(i), i, i));
    }
    return document.toString();
  }

  private static String byHand() {
    String conditions =
        IntStream.range(0, RULES)
            .mapToObj(
                i ->
                    "minutes = %d and zone = '%s' and fare > %d as c%d".formatted(i, zone(i), i, i))
            .collect(Collectors.joining(", "));
    String fares =
        IntStream.range(0, RULES)
            .mapToObj(i -> "when c%d then fare * 1.%02de0".formatted(i, i))
            .collect(Collectors.joining(" "));
    String any =
        IntStream.range(0, RULES).mapToObj(i -> "c" + i).collect(Collectors.joining(" or "));
    String fired =
        IntStream.range(0, RULES)
            .mapToObj(i -> "case when c%d then 'rule%d' end".formatted(i, i))
            .collect(Collectors.joining(", "));
    return """
    with conditions as (select *, %s from trips)
    select trip, case %s else fare end as fare, minutes, zone,
      case when %s then list_filter([%s], lambda x: x is not null) else [] end as fired
    from conditions\
    """
        .formatted(conditions, fares, any, fired);
  }
}
