package io.optima.store;

import io.optima.model.ChunkDigest;
import io.optima.model.ContentId;
import io.optima.model.DatasetName;
import io.optima.model.DatasetRef;
import io.optima.model.DigestAlgorithm;
import io.optima.model.Principal;
import io.optima.model.dataset.ContentKind;
import io.optima.model.dataset.Input;
import io.optima.model.dataset.Kind;
import io.optima.model.dataset.LogEntry;
import io.optima.model.dataset.Manifest;
import io.optima.model.dataset.Mode;
import io.optima.model.dataset.Settings;
import io.optima.model.dataset.Version;
import io.optima.model.schema.DataType;
import io.optima.model.schema.Field;
import io.optima.model.schema.TableSchema;
import io.optima.model.transform.Definition;
import io.optima.model.transform.Revision;
import io.optima.model.transform.RowsRef;
import io.optima.model.transform.Run;
import io.optima.model.transform.RunOutput;
import io.optima.model.transform.RunRecord;
import io.optima.model.transform.RunRules;
import io.optima.model.transform.RunState;
import io.optima.model.transform.StepName;
import io.optima.model.transform.StepResult;
import io.optima.model.transform.StepWork.SqlWork;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Values for tests. */
final class Samples {
  static final Instant TIME = Instant.parse("2026-01-02T03:04:05.000000006Z");
  static final TableSchema SCHEMA =
      new TableSchema(
          List.of(
              new Field("id", DataType.Simple.INT64),
              new Field("price", new DataType.Decimal(15, 2))));

  private Samples() {}

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  static ChunkDigest digest(String text) {
    return Sha256.of(bytes(text));
  }

  static ContentId content(String text) {
    return new ContentId(DigestAlgorithm.SHA256, digest(text).hex());
  }

  /** An entry whose latest version has the number; 0 for none. */
  static LogEntry entry(String dataset, long sequence, long version) {
    return entry(dataset, sequence, version == 0 ? null : version(version, digest("m" + version)));
  }

  static LogEntry entry(String dataset, long sequence, @Nullable Version latest) {
    return new LogEntry(
        sequence,
        latest == null ? LogEntry.Change.CREATED : LogEntry.Change.PUBLISHED,
        DatasetName.parse(dataset),
        Kind.IMMUTABLE,
        DigestAlgorithm.SHA256,
        new Settings("ann", "all orders", Map.of("team", "sales"), Set.of("*")),
        false,
        latest,
        "ann",
        TIME,
        "key-" + sequence,
        "",
        null);
  }

  static Version version(long number, ChunkDigest manifest) {
    return new Version(
        number,
        content("content " + number),
        manifest,
        ContentKind.TABLE,
        SCHEMA,
        10,
        1000,
        1,
        null,
        List.of(new Input(DatasetName.parse("crm/people"), 4, content("people"))),
        null,
        "ann",
        TIME,
        "");
  }

  static Manifest manifest(ChunkDigest leaves, ChunkDigest... chunks) {
    return new Manifest(
        Manifest.FORMAT,
        ContentKind.TABLE,
        content("rows"),
        SCHEMA,
        digest("root").hex(),
        10,
        1000,
        Stream.of(chunks).map(digest -> new Manifest.Chunk(digest, 100, 0, 10)).toList(),
        leaves);
  }

  /** A step's result with one output of two columns. */
  static StepResult result(StepName step, ChunkDigest manifest) {
    return new StepResult(
        step,
        Map.of("rows", new RowsRef(manifest, content("rows"), SCHEMA, 10, 1000)),
        List.of(),
        List.of(),
        new Run.Progress(10, 1000),
        "",
        true,
        1,
        "epoch",
        TIME,
        null);
  }

  /** A run as it is when it was just started. */
  static RunRecord run(String id) {
    Run run =
        new Run(
            id,
            "late",
            1,
            RunState.QUEUED,
            Map.of(),
            Map.of(),
            List.of(RunOutput.planned("late", DatasetName.parse("air/late"))),
            "ann",
            List.of(),
            List.of(),
            "",
            TIME,
            TIME,
            "");
    return new RunRecord(run, new Principal("ann", Set.of()), "", Map.of());
  }

  static Revision revision(String name, long number) {
    Definition definition =
        new Definition(
            name,
            "",
            Map.of("flights", DatasetRef.parse("air/flights@2")),
            Map.of("least", new Definition.Parameter(DataType.Simple.INT32, "0")),
            Map.of(
                new StepName("late"),
                new Definition.Step(
                    List.of(),
                    new SqlWork(Map.of("late", "select * from flights where delay > $least")),
                    null,
                    Duration.ofMinutes(1))),
            Map.of("late", new Definition.Output(DatasetName.parse("air/" + name), Mode.REPLACE)),
            RunRules.DEFAULT);
    return new Revision(definition, number, "ann", TIME);
  }
}
