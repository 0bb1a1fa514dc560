package io.optima.transform.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.optima.model.DatasetName;
import io.optima.model.DatasetRef;
import io.optima.model.OptimaException;
import io.optima.model.schema.DataType;
import io.optima.model.transform.Definition;
import io.optima.model.transform.Definition.Parameter;
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
    Definition definition = DefinitionReader.read(GOOD);
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
    assertThat(definition.sql()).startsWith("select origin").contains("$lowest");
    assertThat(definition.output()).isEqualTo(DatasetName.parse("flights/delays"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '¦',
      value = {
        "name: delays     ¦ nam: delays          ¦ line 1, column 1: 'nam' is not known in the"
            + " document: use description, inputs, name, output, parameters, sql",
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
    assertRefused("name: a", "line 1, column 1: 'inputs' is missing");
    assertRefused("a: &x [1]\nb: *x", "aliases such as *a are not known");
  }

  private static void assertRefused(String yaml, String message) {
    assertThatThrownBy(() -> DefinitionReader.read(yaml))
        .isInstanceOf(OptimaException.class)
        .hasMessageContaining(message);
  }
}
