package io.optima.lineage.openlineage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.optima.lineage.Report;
import io.optima.lineage.Report.Column;
import io.optima.lineage.Report.Kind;
import io.optima.lineage.Report.State;
import io.optima.model.ErrorCode;
import io.optima.model.OptimaException;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventReaderTest {
  private final EventReader reader = new EventReader();

  @Test
  void readsARunWithItsColumns() {
    Report report = reader.read(Samples.read("spark-complete")).report();
    assertThat(report.kind()).isEqualTo(Kind.RUN);
    assertThat(report.subject()).isEqualTo("external:run:0194cb51-6d2c-7c55-a0f4-2f7f5f2f9a10");
    assertThat(report.state()).isEqualTo(State.COMPLETE);
    assertThat(report.time()).isEqualTo(Instant.parse("2026-02-03T05:00:10.123Z"));
    assertThat(report.inputs().getFirst().version()).isEqualTo("1");
    assertThat(report.outputs().getFirst().columns())
        .extracting(Column::from, Column::to, Column::via)
        .containsExactly(
            tuple("day", "day", "IDENTITY"),
            tuple("price", "total", "EXPRESSION"),
            tuple("state", "", "FILTER"));
  }

  @Test
  void readsJobsAndDatasets() {
    Report job = reader.read(Samples.read("dbt-job")).report();
    assertThat(job.kind()).isEqualTo(Kind.JOB);
    assertThat(job.subject()).isEqualTo("external:job:dbt/shop.marts.customers");
    Report dataset = reader.read(Samples.read("dataset")).report();
    assertThat(dataset.kind()).isEqualTo(Kind.DATASET);
    assertThat(dataset.time()).isEqualTo(Instant.parse("2026-02-03T06:00:00Z"));
  }

  @Test
  void anEventIsTheSameHoweverItIsSpaced() {
    String event = Samples.read("airflow-complete");
    String compact = event.replaceAll("\n *", "");
    assertThat(compact).isNotEqualTo(event);
    assertThat(reader.read(compact).key())
        .isEqualTo(reader.read(event).key())
        .startsWith("2026-02-03/");
    assertThat(reader.read(event.replace("COMPLETE", "FAIL")).key())
        .isNotEqualTo(reader.read(event).key());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "2026-02-03T05:00:10.123Z | yesterday | eventTime 'yesterday' is not a time",
        "2026-02-03T05:00:10.123Z | 2026-02-03T05:00:10 | eventTime '2026-02-03T05:00:10' is not",
        "2026-02-03T05:00:10.123Z | +12026-02-03T05:00:10Z | eventTime is outside",
        "0194cb51-6d2c-7c55-a0f4-2f7f5f2f9a10 | run 7 | run.runId 'run 7' is not a UUID",
        "\"eventType\": \"COMPLETE\" | \"eventType\": \"DONE\" | eventType is none of START",
        "\"eventType\": \"COMPLETE\" | \"eventType\": 7 | eventType is not text",
        "\"name\": \"revenue\", | \"nam\": \"revenue\", | outputs[0].name is missing",
        "\"namespace\": \"s3://reports\" | \"namespace\": \"\" | outputs[0].namespace is missing",
        "\"producer\" | \"maker\" | producer is missing",
        "\"schemaURL\" | \"schema\" | schemaURL is missing",
        "\"inputs\": [ | \"inputs\": [7, | inputs[0] is not an object",
        "\"field\": \"price\" | \"field\": 7 |"
            + " outputs[0].facets.columnLineage.fields.total.inputFields[0].field is not text",
      })
  void refusesNamingTheField(String found, String replacement, String message) {
    String event = Samples.read("spark-complete");
    String changed = event.replace(found.strip(), replacement.strip());
    assertThat(changed).isNotEqualTo(event);
    assertThatThrownBy(() -> reader.read(changed))
        .isInstanceOfSatisfying(
            OptimaException.class,
            e -> {
              assertThat(e.code()).isEqualTo(ErrorCode.INVALID_ARGUMENT);
              assertThat(e.text()).contains(message.strip());
            });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "[]",
        "{",
        "7",
        "{}",
        "{\"eventTime\":\"2026-01-01T00:00:00Z\",\"producer\":\"p\",\"schemaURL\":\"s\"}"
      })
  void refusesWhatIsNoEvent(String text) {
    assertThatThrownBy(() -> reader.read(text))
        .isInstanceOfSatisfying(
            OptimaException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_ARGUMENT));
  }
}
