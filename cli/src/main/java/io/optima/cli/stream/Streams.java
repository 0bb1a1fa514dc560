package io.optima.cli.stream;

import com.google.protobuf.util.Durations;
import io.optima.cli.output.Amounts;
import io.optima.cli.output.Screen;
import io.optima.cli.output.Table;
import io.optima.v1.Partition;
import io.optima.v1.Retention;
import io.optima.v1.Schema;
import io.optima.v1.SealPolicy;
import io.optima.v1.SourceState;
import io.optima.v1.Stream;
import io.optima.v1.StreamSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Streams as text. */
final class Streams {
  private Streams() {}

  static void print(Screen screen, Stream stream) {
    if (screen.json()) {
      screen.json(stream);
      return;
    }
    screen.line(stream.getName() + ": " + settings(stream.getSettings()));
    Table table =
        new Table(
                "partition",
                "begin",
                "sealed",
                "end",
                "sealed bytes",
                "epoch",
                "node",
                "content id")
            .right(0, 1, 2, 3, 4, 5);
    stream.getPartitionsList().forEach(partition -> table.add(row(partition)));
    table.print(screen.out());
    if (stream.hasSource()) {
      screen.line(source(stream.getSource()));
    }
  }

  private static String source(SourceState source) {
    boolean running = source.getActivity() == SourceState.Activity.ACTIVITY_RUNNING;
    return "source: %s, %s stored, %s came again%s%s"
        .formatted(
            running ? "running" : "waiting",
            Amounts.count(source.getStored(), "record"),
            Amounts.count(source.getRepeated()),
            positions(source),
            source.getProblem().isEmpty() ? "" : "; " + source.getProblem());
  }

  /** {@code ; at 0:120 (3 behind) 1:97} */
  private static String positions(SourceState source) {
    return source.getPositionsList().stream()
        .map(
            at ->
                " %d:%s%s"
                    .formatted(
                        at.getPartition(),
                        at.getPosition(),
                        at.getLag() == 0 ? "" : " (" + Amounts.count(at.getLag()) + " behind)"))
        .collect(
            Collectors.collectingAndThen(
                Collectors.joining(), all -> all.isEmpty() ? "" : "; at" + all));
  }

  private static List<String> row(Partition partition) {
    return List.of(
        String.valueOf(partition.getNumber()),
        Amounts.count(partition.getBegin()),
        Amounts.count(partition.getSealed()),
        Amounts.count(partition.getEnd()),
        Amounts.bytes(partition.getSealedBytes()),
        String.valueOf(partition.getEpoch()),
        partition.getNode(),
        Amounts.shortId(partition.getContentId()));
  }

  /** {@code 4 partitions, acknowledged after fsync, keeps 7d} */
  static String settings(StreamSettings settings) {
    if (settings.hasKafka()) {
      return "%s, topic %s at %s%s%s"
          .formatted(
              Amounts.count(settings.getPartitions(), "partition"),
              settings.getKafka().getTopic(),
              settings.getKafka().getBootstrapServers(),
              sealed(settings.getSeal()),
              columns(settings.getSchema()));
    }
    String durability =
        settings.getDurability().name().replace("DURABILITY_", "").toLowerCase(Locale.ROOT);
    return "%s, acknowledged after %s, keeps %s%s%s"
        .formatted(
            Amounts.count(settings.getPartitions(), "partition"),
            durability.equals("memory") ? "being handed to the system" : durability,
            kept(settings.getRetention()),
            columns(settings.getSchema()),
            FromSource.text(settings));
  }

  private static String sealed(SealPolicy seal) {
    long seconds = Math.max(1, Durations.toSeconds(seal.getAge()));
    return seal.getTopic() ? ", copied to chunks every " + Amounts.count(seconds, "second") : "";
  }

  private static String columns(Schema schema) {
    return schema.getColumnsCount() == 0
        ? ""
        : schema.getColumnsList().stream()
            .map(column -> column.getName() + " " + column.getType())
            .collect(Collectors.joining(", ", ", of ", ""));
  }

  private static String kept(Retention retention) {
    List<String> limits = new ArrayList<>();
    if (retention.hasAge()) {
      limits.add(Amounts.count(Durations.toSeconds(retention.getAge()), "second"));
    }
    if (retention.hasBytes()) {
      limits.add(Amounts.bytes(retention.getBytes()) + " a partition");
    }
    if (retention.hasRecords()) {
      limits.add(Amounts.count(retention.getRecords(), "record") + " a partition");
    }
    return limits.isEmpty() ? "everything" : String.join(", ", limits);
  }
}
