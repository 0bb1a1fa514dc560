package io.optima.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.optima.model.OptimaException;
import io.optima.model.schema.DataTypes;
import io.optima.model.schema.Field;
import io.optima.model.schema.TableSchema;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RulesTest {
  private static final String GOOD =
      """
      name: fares
      explain: why
      groups: {surcharge: first}
      columns:
        trip: int64
        zone: utf8
        fare: float64
        seats: int32
        at: timestamp_utc
      rules:
      - name: night
        group: surcharge
        priority: 5
        when: at.getHours() >= 22
        because: nights are dear
        then: {set: {fare: fare * 1.5}, tag: night}
      - name: airport
        group: surcharge
        priority: 10
        when: zone == 'airport' && fare > 10.0
        then:
          set: {fare: fare + 7.0, label: "'from ' + zone"}
          emit: {fees: {trip: trip, fee: "7.0"}}
      - name: summer
        from: 2026-06-01
        until: 2026-09-01
        when: |
          fare > 1.0
            && fare < 1000.0
        then: {tag: [summer, night]}
      - name: negative
        when: fare < 0.0
        then: {reject: the fare is negative}
      - name: seats
        when: "true"
        then: {set: {seats: seats * 1000000}}
      """;
  private static final Instant MARCH = Instant.parse("2026-03-01T00:00:00Z");

  @Test
  void prioritiesGroupsAndDates() {
    Rules rules = Rules.read(GOOD);
    assertThat(rules.at(MARCH).names()).containsExactly("airport", "night", "negative", "seats");
    assertThat(rules.at(Instant.parse("2026-06-01T00:00:00Z")).names()).contains("summer");
    assertThat(rules.at(Instant.parse("2026-09-01T00:00:00Z")).names()).doesNotContain("summer");
    assertThat(rules.outputs()).containsExactly("rows", "rejected", "fees");
  }

  @Test
  void theFirstOfAGroupFiresAndOthersAllOfThem() {
    Decision airport = decide("airport", 20.0, 1L);
    assertThat(airport.fired()).containsExactly("airport", "seats");
    assertThat(airport.why())
        .containsExactly("airport: zone == 'airport' && fare > 10.0", "seats: true");
    assertThat(airport.set())
        .isEqualTo(Map.of("fare", 27.0, "label", "from airport", "seats", 1_000_000L));
    assertThat(airport.emitted())
        .containsExactly(new Decision.Emitted("fees", Map.of("trip", 1L, "fee", 7.0)));
    Decision night = decide("centre", 20.0, 1L);
    assertThat(night.fired()).containsExactly("night", "seats");
    assertThat(night.tags()).containsExactly("night");
    assertThat(night.why()).contains("night: nights are dear");
  }

  @Test
  void aRuleThatCannotBeDecidedDoesNothingAndSaysSo() {
    Decision noFare = decide("airport", null, 1L);
    assertThat(noFare.fired()).containsExactly("seats");
    assertThat(noFare.failed()).containsOnlyKeys("airport", "night", "negative");
    Decision tooMany = decide("centre", 20.0, 1_000_000L);
    assertThat(tooMany.fired()).containsExactly("night");
    assertThat(tooMany.failed().get("seats")).contains("1000000000000 is out of range");
  }

  @Test
  void rejectedRowsSayWhy() {
    Decision decision = decide("centre", -1.0, 1L);
    assertThat(decision.rejected()).isEqualTo("the fare is negative");
  }

  @Test
  void schemasOfOutputs() {
    Rules rules = Rules.read(GOOD);
    TableSchema input = with("note: decimal(9,2)");
    assertThat(rules.schema("rows", input).text())
        .isEqualTo(
            """
            "trip" int64
            "zone" utf8
            "fare" float64
            "seats" int32
            "at" timestamp_utc
            "note" decimal(9,2)
            "label" utf8
            "tags" list<utf8>
            "fired" list<utf8>
            "why" list<utf8>
            "failed" list<utf8>\
            """);
    assertThat(rules.schema("rejected", input).names()).endsWith("note", "reason", "fired");
    assertThat(rules.schema("fees", input).text()).isEqualTo("\"trip\" int64\n\"fee\" float64");
    assertThatThrownBy(() -> rules.schema("rows", with("label: utf8")))
        .hasMessageContaining("add column 'label', which is there already: declare it");
    assertThatThrownBy(() -> rules.schema("rows", with("Fired: utf8")))
        .hasMessageContaining("add column 'Fired', which is there already: rename it");
    assertThatThrownBy(() -> rules.schema("rows", new TableSchema(input.fields().subList(1, 5))))
        .hasMessageContaining("need column 'trip', which is not there");
    assertThatThrownBy(() -> rules.schema("none", input)).hasMessageContaining("no output 'none'");
  }

  @Test
  void oneStatementForEachOutput() {
    Rules rules = Rules.read(GOOD);
    RulesInEffect inEffect = rules.at(MARCH);
    assertThat(inEffect.leftToCel()).isEmpty();
    for (String output : rules.outputs()) {
      assertThat(inEffect.sql(output, rules.columns(), "trips")).isPresent();
    }
    Rules loop = Rules.read(GOOD.replace("fare < 0.0", "'[1.0, 2.0].exists(x, x == fare)'"));
    assertThat(loop.at(MARCH).leftToCel())
        .containsExactly(Map.entry("negative", "loops over lists"));
    assertThat(loop.at(MARCH).sql("rows", loop.columns(), "trips")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '¦',
      value = {
        "zone == 'airport' ¦ zome == 'airport' ¦ line 20, column 9: CEL: undeclared reference to"
            + " 'zome'",
        "&& fare < 1000.0 ¦ && fair < 1000.0 ¦ line 29, column 10: CEL: undeclared reference to"
            + " 'fair'",
        "fare > 10.0 ¦ fare > '10' ¦ line 20, column 35: CEL: found no matching overload",
        "when: fare < 0.0 ¦ when: fare - 0.0 ¦ line 32, column 9: a condition has to be true or"
            + " false",
        "fare * 1.5 ¦ zone ¦ line 16, column 22: column 'fare' is float64, the value is utf8",
        "label: ¦ at: ¦ line 22, column 33: column 'at' is timestamp_utc, the value is utf8",
        "label: ¦ fired: ¦ line 22, column 36: 'fired' is a column that rules fill themselves",
        "seats * 1000000 ¦ 1u ¦ line 36, column 23: column 'seats' is int32, the value is uint64",
        "seats: int32 ¦ seats: decimal(9,2) ¦ line 8, column 10: rules cannot read columns of type",
        "group: surcharge ¦ group: sucharge ¦ line 12, column 10: group 'sucharge' is not declared",
        "name: seats ¦ name: night ¦ line 34, column 9: rule 'night' stands twice",
        "until: ¦ untill: ¦ line 26, column 3: 'untill' is not known in a rule",
        "2026-09-01 ¦ 1.9.2026 ¦ line 26, column 10: '1.9.2026' is neither a date such as",
        "explain: why ¦ explain: all ¦ line 2, column 10: 'explain' has to be one of none, fired,"
            + " why",
        "fees: ¦ rows: ¦ line 23, column 12: 'rows' cannot be the name of an output",
      })
  void refusesNamingThePlace(String good, String bad, String message) {
    assertThatThrownBy(
            () -> Rules.read(GOOD.replaceFirst(java.util.regex.Pattern.quote(good), bad)))
        .isInstanceOf(OptimaException.class)
        .hasMessageContaining(message);
  }

  @Test
  void allMistakesAreToldAtOnce() {
    String bad = GOOD.replace("fare > 10.0", "far > 10.0").replace("fare < 0.0", "fare <");
    assertThatThrownBy(() -> Rules.read(bad))
        .hasMessageContaining("line 20, column 30: CEL")
        .hasMessageContaining("\nline 32, column 15");
  }

  @Test
  void testsInsideTheDocument() {
    String tests =
        """
        tests:
        - name: airport
          row: {trip: 1, zone: airport, fare: 20, seats: 2, at: 2026-03-01T23:00:00Z}
          fired: [airport, seats]
          set: {fare: 27, label: from airport, seats: 2000000}
          tags: []
          rejected:
          emitted: {fees: [{trip: 1, fee: 7}]}
        - name: wrong
          at: 2026-07-01
          row: {trip: 1, fare: 20}
          fired: [airport]
          failed: [airport]
          set: {fare: 21, trip: null}
          tags: [summer]
          rejected: no
          emitted: {fees: [{}]}
        """;
    List<ExampleResult> results = Rules.read(GOOD + tests).test();
    assertThat(results).hasSize(2);
    assertThat(results.get(0).differences()).isEmpty();
    assertThat(results.get(1).differences())
        .containsExactly(
            "fired: expected [airport], came [summer]",
            "failed: expected [airport], came [night, seats]",
            "tags: expected [summer], came [night, summer]",
            "rejected: expected no, came ",
            "fare: expected 21, came 20.0",
            "trip: expected null, came 1",
            "fees: expected 1 rows, came 0 rows");
    assertThat(results.get(1).place().line()).isEqualTo(45);
  }

  private static TableSchema with(String column) {
    String[] parts = column.split(": ");
    return new TableSchema(
        Stream.concat(
                Rules.read(GOOD).columns().fields().stream(),
                Stream.of(new Field(parts[0], DataTypes.parse(parts[1]))))
            .toList());
  }

  private static Decision decide(String zone, @Nullable Double fare, long seats) {
    Map<String, @Nullable Object> row = new HashMap<>();
    row.put("trip", 1L);
    row.put("zone", zone);
    row.put("fare", fare);
    row.put("seats", seats);
    row.put("at", Instant.parse("2026-03-01T23:00:00Z"));
    return Rules.read(GOOD).at(MARCH).decide(row);
  }
}
