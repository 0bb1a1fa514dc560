package io.optima.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.optima.model.ContentId;
import io.optima.model.DatasetName;
import io.optima.model.DigestAlgorithm;
import io.optima.model.ErrorCode;
import io.optima.model.OptimaException;
import io.optima.model.dataset.LogEntry;
import io.optima.model.dataset.Manifest;
import io.optima.model.dataset.Mode;
import io.optima.model.stream.ConsumerGroups.GroupState;
import io.optima.model.stream.Durability;
import io.optima.model.stream.KafkaTopic;
import io.optima.model.stream.RecordSchema;
import io.optima.model.stream.SecretRef;
import io.optima.model.stream.Stream;
import io.optima.model.stream.StreamSettings;
import io.optima.model.stream.StreamSource;
import io.optima.model.transform.ColumnFlow;
import io.optima.model.transform.Definition;
import io.optima.model.transform.Revision;
import io.optima.model.transform.RowsRef;
import io.optima.model.transform.Run;
import io.optima.model.transform.RunOutput;
import io.optima.model.transform.RunRecord;
import io.optima.model.transform.StepName;
import io.optima.model.transform.StepRef;
import io.optima.model.transform.StepResult;
import io.optima.model.transform.StepWork.SqlWork;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class JsonTest {
  @Test
  void idsTypesAndTimesAreText() {
    LogEntry entry = Samples.entry("sales/orders", 2, 1);
    assertThat(Json.text(entry))
        .contains("\"dataset\":\"sales/orders\"")
        .contains("\"algorithm\":\"sha256\"")
        .contains("\"time\":\"2026-01-02T03:04:05.000000006Z\"")
        .contains("\"content\":\"sha256:")
        .contains(
            "\"schema\":[{\"name\":\"id\",\"type\":\"int64\"},"
                + "{\"name\":\"price\",\"type\":\"decimal(15,2)\"}]")
        .doesNotContain("null");
  }

  @Test
  void whatIsWrittenIsReadBack() {
    LogEntry entry = Samples.entry("sales/orders", 2, 1);
    assertThat(Json.read(Json.bytes(entry), LogEntry.class)).isEqualTo(entry);
    LogEntry created = Samples.entry("sales/orders", 1, 0);
    assertThat(Json.read(Json.bytes(created), LogEntry.class)).isEqualTo(created);
    Manifest manifest = Samples.manifest(Samples.digest("a"), Samples.digest("b"));
    assertThat(Json.read(Json.bytes(manifest), Manifest.class)).isEqualTo(manifest);
    Revision revision = Samples.revision("delays", 3);
    assertThat(Json.read(Json.text(revision), Revision.class)).isEqualTo(revision);
  }

  @Test
  void resultsOfStepsAreReadBack() {
    RowsRef rows =
        new RowsRef(
            Samples.digest("m"),
            new ContentId(DigestAlgorithm.SHA256, Samples.digest("c").hex()),
            Samples.SCHEMA,
            7,
            70);
    StepResult result =
        new StepResult(
            new StepName("clean"),
            Map.of("valid", rows),
            List.of(new ColumnFlow("valid", "id", "orders", "id", "IDENTITY")),
            List.of(RunOutput.planned("valid", DatasetName.parse("a/b"))),
            new Run.Progress(7, 70),
            "",
            true,
            1,
            "e",
            Instant.EPOCH,
            new StepRef("r", StepName.COMMIT));
    assertThat(Json.text(result)).contains("\"step\":\"clean\"");
    assertThat(Json.read(Json.bytes(result), StepResult.class)).isEqualTo(result);
  }

  @Test
  void transformationsAndRunsOfOneStatementAreReadAsOneStep() {
    String definition =
        """
        {"author":"ann","number":2,"time":"2026-01-02T03:04:05Z","definition":{"name":"late",
         "description":"","inputs":{"f":"air/flights"},"sql":"select * from f",
         "output":"air/late","parameters":{"least":{"type":"int32"}}}}
        """;
    Revision revision = Json.readStored("key", definition.getBytes(UTF_8), Revision.class);
    assertThat(revision.definition().steps())
        .containsExactly(
            Map.entry(
                new StepName("result"),
                new Definition.Step(
                    List.of(), new SqlWork(Map.of("result", "select * from f")), null, null)));
    assertThat(revision.definition().outputs())
        .containsExactly(
            Map.entry(
                "result", new Definition.Output(DatasetName.parse("air/late"), Mode.REPLACE)));
    String run =
        """
        {"caller":{"name":"ann","roles":[]},"columns":[{"column":"id","input":"air/flights",
         "output":"id","via":"IDENTITY"}],"key":"","run":{"alreadyComputed":false,"attempt":1,
         "changed":"2026-01-02T03:04:05Z","content":"sha256:%s","created":"2026-01-02T03:04:05Z",
         "id":"r","inputs":[{"content":"sha256:%s","dataset":"air/flights","version":3}],"log":[],
         "message":"","output":"air/late","parameters":{},"principal":"ann",
         "progress":{"bytes":1,"rows":1},"revision":1,"state":"SUCCEEDED","traceparent":"",
         "transformation":"late","version":4}}
        """
            .formatted("0".repeat(64), "1".repeat(64));
    RunRecord record = Json.readStored("key", run.getBytes(UTF_8), RunRecord.class);
    assertThat(record.run().outputs())
        .extracting(output -> output.dataset() + "@" + output.version())
        .containsExactly("air/late@4");
    assertThat(record.run().inputs().values()).extracting("version").containsExactly(3L);
    assertThat(record.columns().get("result")).hasSize(1);
  }

  @Test
  void streamsAreReadBackToo() {
    StreamSettings settings =
        new StreamSettings(
            3,
            new RecordSchema(Samples.SCHEMA, "message Row { int64 id = 1; }", "Row"),
            Durability.OBJECT,
            new StreamSettings.Retention(Duration.ofDays(7), 1L << 40, null),
            new StreamSettings.SealPolicy(1 << 20, Duration.ofMillis(1_500)));
    Stream stream = new Stream(new UUID(1, 2), settings);
    assertThat(Json.text(stream)).contains("\"PT1.5S\"", "\"OBJECT\"");
    assertThat(Json.read(Json.bytes(stream), Stream.class)).isEqualTo(stream);
    GroupState group = new GroupState(Set.of("a"), Map.of(3, "a"), Map.of(3, 1L << 40));
    assertThat(Json.read(Json.bytes(group), GroupState.class)).isEqualTo(group);
  }

  @Test
  void aStreamThatIsATopicIsReadBackAndOneWithoutSaysNothingOfIt() {
    KafkaTopic topic =
        new KafkaTopic(
            "one:9092,two:9092",
            "orders",
            Map.of("security.protocol", "SASL_SSL"),
            new SecretRef("vault", "orders"));
    StreamSettings settings =
        new StreamSettings(
            1,
            null,
            Durability.MEMORY,
            StreamSettings.Retention.FOREVER,
            StreamSettings.SealPolicy.DEFAULT,
            topic,
            null);
    Stream stream = new Stream(new UUID(1, 2), settings);
    assertThat(Json.text(stream))
        .contains("\"bootstrapServers\":\"one:9092,two:9092\"", "\"store\":\"vault\"");
    assertThat(Json.read(Json.bytes(stream), Stream.class)).isEqualTo(stream);
    StreamSettings own =
        new StreamSettings(
            1,
            null,
            Durability.FSYNC,
            StreamSettings.Retention.FOREVER,
            StreamSettings.SealPolicy.DEFAULT);
    assertThat(Json.text(own)).doesNotContain("kafka");
    assertThat(Json.read(Json.bytes(own), StreamSettings.class)).isEqualTo(own);
  }

  @ParameterizedTest
  @MethodSource("sources")
  void sourcesOfStreamsAreReadBack(StreamSource source) {
    StreamSettings settings =
        new StreamSettings(
            1,
            null,
            Durability.FSYNC,
            StreamSettings.Retention.FOREVER,
            StreamSettings.SealPolicy.DEFAULT,
            null,
            source);
    assertThat(Json.read(Json.bytes(settings), StreamSettings.class)).isEqualTo(settings);
  }

  static List<StreamSource> sources() {
    return List.of(
        StreamSource.of(new StreamSource.PubSub("events", "orders", "")),
        StreamSource.of(new KafkaTopic("one:9092", "orders", Map.of(), null)));
  }

  @Test
  void fieldsOfLaterVersionsAreIgnored() {
    LogEntry entry = Samples.entry("sales/orders", 2, 1);
    String later = Json.text(entry).replaceFirst("\\{", "{\"addedLater\":{\"x\":[1]},");
    assertThat(Json.read(later, LogEntry.class)).isEqualTo(entry);
  }

  @Test
  void theSameValueIsTheSameBytes() {
    Manifest manifest = Samples.manifest(Samples.digest("a"), Samples.digest("b"));
    Manifest again = Json.read(Json.bytes(manifest), Manifest.class);
    assertThat(Json.bytes(again)).isEqualTo(Json.bytes(manifest));
  }

  @Test
  void otherBytesAreRefusedNamingTheType() {
    assertThatThrownBy(() -> Json.read("{\"sequence\":", LogEntry.class))
        .isInstanceOfSatisfying(
            OptimaException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_ARGUMENT))
        .hasMessageContaining("LogEntry");
    assertThatThrownBy(() -> Json.read("\"no\"", DatasetName.class))
        .isInstanceOf(OptimaException.class)
        .hasMessageContaining("group/name");
    assertThatThrownBy(() -> Json.read("{\"dataset\":{}}", LogEntry.class))
        .isInstanceOf(OptimaException.class);
    assertThatThrownBy(() -> Json.read("null", LogEntry.class)).isInstanceOf(OptimaException.class);
  }

  @Test
  void storedBytesThatCannotBeReadAreCorruptAndNamed() {
    assertThatThrownBy(() -> Json.readStored("a/b.json", Samples.bytes("?"), LogEntry.class))
        .isInstanceOfSatisfying(
            OptimaException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CORRUPT))
        .hasMessageContaining("a/b.json");
  }
}
