package io.optima.transform.yaml;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.optima.model.DatasetName;
import io.optima.model.DatasetRef;
import io.optima.model.OptimaException;
import io.optima.model.dataset.Mode;
import io.optima.model.schema.DataType;
import io.optima.model.transform.Definition;
import io.optima.model.transform.Definition.Output;
import io.optima.model.transform.Definition.Parameter;
import io.optima.model.transform.Definition.Step;
import io.optima.model.transform.RetryRule;
import io.optima.model.transform.RetryRule.Failure;
import io.optima.model.transform.StepName;
import io.optima.model.transform.StepWork.SqlWork;
import io.optima.transform.definition.Document;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DefinitionReaderTest {
  private static final String GOOD =
      """
      name: delays
      description: Mean delay by airport
      inputs:
        flights: flights/raw
        airports: flights/airports@2
      parameters:
        lowest:
          type: int32
          default: 15
        since: { type: date }
      sql: |
        select origin, avg(delay) as delay
        from flights join airports on origin = iata
        where delay > $lowest and day >= $since
        group by origin
      output: flights/delays
      """;

  @Test
  void readsEveryField() {
    Definition definition = DefinitionReader.read(GOOD).definition();
    assertThat(definition.name()).isEqualTo("delays");
    assertThat(definition.description()).isEqualTo("Mean delay by airport");
    assertThat(definition.inputs())
        .isEqualTo(
            Map.of(
                "flights",
                DatasetRef.parse("flights/raw"),
                "airports",
                DatasetRef.parse("flights/airports@2")));
    assertThat(definition.parameters())
        .isEqualTo(
            Map.of(
                "lowest",
                new Parameter(DataType.Simple.INT32, "15"),
                "since",
                new Parameter(DataType.Simple.DATE, null)));
    Step step = requireNonNull(definition.steps().get(new StepName("result")));
    assertThat(step.work()).isInstanceOf(SqlWork.class);
    assertThat(((SqlWork) step.work()).statements().get("result"))
        .startsWith("select origin")
        .contains("$lowest");
    assertThat(definition.outputs())
        .containsExactly(
            Map.entry("result", new Output(DatasetName.parse("flights/delays"), Mode.REPLACE)));
  }

  private static final String STEPS =
      """
      name: trips
      inputs: { trips: trips/raw }
      steps:
        clean:
          sql:
            valid: select * from trips where distance > 0
            broken: |
              select *
              from trips where distance <= 0
          retry: { attempts: 3, pause: 1s, on: [unavailable, timeout] }
        priced:
          needs: [clean]
          timeout: 10m
          sql: select *, distance * 2 as price from valid
      outputs:
        priced: { dataset: trips/priced, mode: append }
        broken: trips/broken
      retry: { attempts: 5 }
      timeout: 2h
      concurrency: { steps: 4 }
      """;

  @Test
  void readsSteps() {
    Definition definition = DefinitionReader.read(STEPS).definition();
    assertThat(definition.order()).containsExactly(new StepName("clean"), new StepName("priced"));
    Step clean = requireNonNull(definition.steps().get(new StepName("clean")));
    assertThat(clean.work().outputs()).containsExactly("valid", "broken");
    RetryRule retry = requireNonNull(clean.retry());
    assertThat(retry.attempts()).isEqualTo(3);
    assertThat(retry.pause()).isEqualTo(Duration.ofSeconds(1));
    assertThat(retry.on()).containsExactlyInAnyOrder(Failure.UNAVAILABLE, Failure.TIMEOUT);
    Step priced = requireNonNull(definition.steps().get(new StepName("priced")));
    assertThat(priced.needs()).containsExactly(new StepName("clean"));
    assertThat(priced.timeout()).isEqualTo(Duration.ofMinutes(10));
    assertThat(definition.outputs().get("priced"))
        .isEqualTo(new Output(DatasetName.parse("trips/priced"), Mode.APPEND));
    assertThat(definition.rules().retry().attempts()).isEqualTo(5);
    assertThat(definition.rules().timeout()).isEqualTo(Duration.ofHours(2));
    assertThat(definition.rules().steps()).isEqualTo(4);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '¦',
      value = {
        "needs: [clean]  ¦ needs: [Cle an]   ¦ line 12, column 13: step 'Cle an' is not a name",
        "timeout: 10m    ¦ timeout: 10       ¦ line 13, column 14: '10' is not a duration",
        "timeout: 10m    ¦ tmeout: 10m       ¦ line 13, column 5: 'tmeout' is not known in step"
            + " priced: use needs, retry, sql, timeout",
        "mode: append    ¦ mode: upsert      ¦ line 16, column 42: mode 'upsert' is not known",
        "on: [unavailable ¦ on: [unavailble  ¦ line 10, column 43: 'unavailble' is not a kind of"
            + " failure",
        "attempts: 5     ¦ attempts: 0       ¦ line 18, column 8: attempts is 0",
        "steps: 4        ¦ steps: 0          ¦ line 20, column 14: a run has to be allowed",
        "sql: select *, distance ¦ sq: select *, distance ¦ line 14, column 5: 'sq' is not known",
        "name: trips     ¦ name: trips~sql: select 1 ¦ line 4, column 1: 'sql' and 'output' stand",
      })
  void refusesStepsNamingThePlace(String good, String bad, String message) {
    assertRefused(STEPS.replace(good, bad.replace('~', '\n')), message);
  }

  @Test
  void tellsAllThatIsWrongAtOnce() {
    assertThatThrownBy(
            () ->
                DefinitionReader.read(
                    STEPS.replace("trips/raw", "raw").replace("10m", "10").replace("2h", "2")))
        .hasMessageContaining("line 2, column 18")
        .hasMessageContaining("line 13, column 14")
        .hasMessageContaining("line 19, column 10");
  }

  @Test
  void placesOfPartsAreKnown() {
    Document document = DefinitionReader.read(STEPS);
    OptimaException wrong = OptimaException.invalid("SQL at position 10: no");
    assertThat(document.refused("steps.clean.sql.broken", wrong).text())
        .isEqualTo("line 9, column 9: no");
    assertThat(document.refused("steps.priced.sql.priced", wrong).text())
        .isEqualTo("line 14, column 19: no");
    assertThat(document.refused("outputs.broken", OptimaException.invalid("no")).text())
        .isEqualTo("line 17, column 11: no");
    assertThat(DefinitionReader.read(GOOD).refused("steps.result.sql.result", wrong).text())
        .isEqualTo("line 12, column 12: no");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '¦',
      value = {
        "name: delays     ¦ nam: delays          ¦ line 1, column 1: 'nam' is not known in the"
            + " document: use concurrency, description, inputs, name, output, outputs, parameters,"
            + " retry, sql, steps, timeout",
        "name: delays     ¦ name: De lays        ¦ line 1, column 7: transformation 'De lays' is"
            + " not allowed",
        "name: delays     ¦ name: [a]            ¦ line 1, column 7: 'name' has to be a text",
        "flights/raw      ¦ raw                  ¦ line 4, column 12: dataset 'raw' is not of the"
            + " form group/name",
        "airports@2       ¦ airports@x           ¦ line 5, column 13: 'x' is not a version",
        "type: int32      ¦ type: int3           ¦ line 8, column 11: type 'int3' is not readable",
        "type: int32      ¦ type: list<int32>    ¦ line 8, column 11: a parameter cannot be of type"
            + " list<int32>",
        "default: 15      ¦ default: many        ¦ line 9, column 14: parameter 'lowest' is not of"
            + " type int32: 'many'",
        "default: 15      ¦ defalt: 15           ¦ line 9, column 5: 'defalt' is not known in"
            + " parameter lowest: use default, type",
        "{ type: date }   ¦ date                 ¦ line 10, column 10: parameter since has to be a"
            + " mapping",
        "flights/delays   ¦ flights/delays@3     ¦ line 16, column 9: output 'flights/delays@3' is"
            + " a version",
        "sql: |  ¦ query: |  ¦ line 11, column 1: 'query' is not known",
        "lowest:  ¦ lo west:  ¦ line 8, column 5: parameter 'lo west' is not a name",
      })
  void refusesNamingThePlace(String good, String bad, String message) {
    assertRefused(GOOD.replace(good, bad), message);
  }

  @Test
  void refusesWhatIsMissingTwiceOrNoYaml() {
    assertRefused("", "the document is empty");
    assertRefused("- a", "line 1, column 1: the document has to be a mapping");
    assertRefused("name: a\nname: b", "line 2, column 1: 'name' stands twice");
    assertRefused("name: 'a", "line 1, column 9");
    assertRefused(
        "name: a\ninputs: {}\nsql: x\noutput: a/b",
        "line 2, column 9: a transformation needs at least one input");
    assertRefused("name: a", "line 1, column 1: 'steps' is missing");
    assertRefused("a: &x [1]\nb: *x", "aliases such as *a are not known");
  }

  private static void assertRefused(String yaml, String message) {
    assertThatThrownBy(() -> DefinitionReader.read(yaml))
        .isInstanceOf(OptimaException.class)
        .hasMessageContaining(message);
  }
}
