package io.optima.lineage;

import io.optima.model.ChunkDigest;
import io.optima.model.ContentId;
import io.optima.model.DatasetName;
import io.optima.model.DatasetRef;
import io.optima.model.DigestAlgorithm;
import io.optima.model.ErrorCode;
import io.optima.model.Events.RunChanged;
import io.optima.model.OptimaException;
import io.optima.model.dataset.ContentKind;
import io.optima.model.dataset.Input;
import io.optima.model.dataset.Kind;
import io.optima.model.dataset.LogEntry;
import io.optima.model.dataset.LogEntry.Change;
import io.optima.model.dataset.Origin;
import io.optima.model.dataset.Settings;
import io.optima.model.dataset.Version;
import io.optima.model.lineage.ColumnLineage;
import io.optima.model.schema.DataType.Simple;
import io.optima.model.schema.Field;
import io.optima.model.schema.TableSchema;
import io.optima.model.transform.Run;
import io.optima.model.transform.RunOutput;
import io.optima.model.transform.RunState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Commit logs in memory, with shorthands that write them. */
public final class Histories implements CommitLog, RunHistory {
  public static final Instant TIME = Instant.parse("2026-01-01T00:00:00Z");

  private final Map<DatasetName, List<LogEntry>> logs = new TreeMap<>();
  private final Set<DatasetName> damaged = new TreeSet<>();
  private final List<RunChanged> runs = new ArrayList<>();

  public static DatasetName name(String text) {
    return DatasetName.parse(text);
  }

  public static Settings settings(String owner, String description, String... readers) {
    return new Settings(owner, description, Map.of(), Set.of(readers));
  }

  public LogEntry create(String name, Settings settings) {
    return append(name, Change.CREATED, settings, null);
  }

  public LogEntry change(String name, Settings settings) {
    return append(name, Change.SETTINGS, settings, last(name).latest());
  }

  public LogEntry drop(String name) {
    return append(name, Change.DROPPED, last(name).settings(), last(name).latest());
  }

  public LogEntry undrop(String name) {
    return append(name, Change.UNDROPPED, last(name).settings(), last(name).latest());
  }

  public LogEntry publish(String name, String... columns) {
    return publish(name, List.of(), null, columns);
  }

  public LogEntry publish(
      String name, List<Input> inputs, @Nullable Origin origin, String... columns) {
    LogEntry before = last(name);
    long number = before.latestNumber() + 1;
    TableSchema schema =
        new TableSchema(Stream.of(columns).map(column -> new Field(column, Simple.INT64)).toList());
    Version version =
        new Version(
            number,
            content(number),
            new ChunkDigest("%064x".formatted(number)),
            ContentKind.TABLE,
            schema,
            10,
            100,
            1,
            null,
            inputs,
            origin,
            before.settings().owner(),
            TIME.plusSeconds(number),
            "");
    return append(name, Change.PUBLISHED, before.settings(), version);
  }

  public static ContentId content(long number) {
    return new ContentId(DigestAlgorithm.SHA256, "%064x".formatted(number));
  }

  public Input input(String name, long version) {
    return new Input(name(name), version, content(version));
  }

  /** A run that made a version of its output from inputs, and its event. */
  public RunChanged run(String id, List<Input> inputs, String output, ColumnLineage... columns) {
    publish(output, inputs, new Origin("delays", 1, id), "x", "y");
    Run run =
        new Run(
            id,
            "delays",
            1,
            RunState.SUCCEEDED,
            Map.of(),
            named(inputs),
            List.of(
                new RunOutput(
                    "result", name(output), last(output).latestNumber(), content(1), false)),
            last(output).settings().owner(),
            List.of(),
            List.of(),
            "",
            TIME,
            TIME.plusSeconds(1),
            "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
    RunChanged event = new RunChanged(run, Map.of("result", List.of(columns)));
    runs.add(event);
    return event;
  }

  private static Map<String, Input> named(List<Input> inputs) {
    Map<String, Input> named = new HashMap<>();
    inputs.forEach(input -> named.put("input" + named.size(), input));
    return named;
  }

  private LogEntry append(String name, Change change, Settings settings, @Nullable Version latest) {
    List<LogEntry> log = logs.computeIfAbsent(name(name), _ -> new ArrayList<>());
    long sequence = log.size() + 1L;
    LogEntry entry =
        new LogEntry(
            sequence,
            change,
            name(name),
            Kind.IMMUTABLE,
            DigestAlgorithm.SHA256,
            settings,
            change == Change.DROPPED,
            latest,
            settings.owner(),
            TIME.plusSeconds(sequence),
            name + sequence,
            "",
            null);
    log.add(entry);
    return entry;
  }

  public LogEntry last(String name) {
    return all(name).getLast();
  }

  public List<LogEntry> all(String name) {
    return logs.getOrDefault(name(name), List.of());
  }

  /** The store cannot read the dataset any more. */
  public void damage(String name) {
    damaged.add(name(name));
  }

  /** The store loses the dataset. */
  public void lose(String name) {
    logs.remove(name(name));
  }

  @Override
  public Optional<LogEntry> head(DatasetName name) {
    List<LogEntry> log = logs.getOrDefault(name, List.of());
    return log.isEmpty() ? Optional.empty() : Optional.of(log.getLast());
  }

  @Override
  public Optional<LogEntry> entry(DatasetName name, long sequence) {
    return entries(name, sequence - 1).findFirst();
  }

  @Override
  public Stream<LogEntry> entries(DatasetName name, long after) {
    if (damaged.contains(name)) {
      throw new OptimaException(ErrorCode.CORRUPT, name + " is damaged");
    }
    return logs.getOrDefault(name, List.of()).stream().skip(after);
  }

  @Override
  public Stream<DatasetName> datasets() {
    return List.copyOf(logs.keySet()).stream();
  }

  @Override
  public Optional<Version> version(DatasetRef ref) {
    return entries(ref.name(), 0)
        .flatMap(entry -> Optional.ofNullable(entry.latest()).stream())
        .filter(version -> ref.version() == null || ref.version() == version.number())
        .reduce((_, last) -> last);
  }

  @Override
  public Stream<RunChanged> runs() {
    return runs.stream();
  }

  @Override
  public Optional<RunChanged> began(String run) {
    return runs().filter(each -> each.run().id().equals(run)).findFirst();
  }

  @Override
  public Optional<RunChanged> ended(String run) {
    return began(run);
  }

  @Override
  public String sql(String transformation, long revision) {
    return "select 1";
  }
}
