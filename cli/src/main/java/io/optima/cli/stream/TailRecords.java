package io.optima.cli.stream;

import io.optima.cli.Remote;
import io.optima.client.OptimaClient;
import io.optima.client.StreamRecords;
import io.optima.model.DatasetName;
import io.optima.v1.Partition;
import io.optima.v1.PartitionStart;
import io.optima.v1.StartAt;
import io.optima.v1.SubscribeStart;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code optima stream tail}: ends with Ctrl-C, or with --no-follow. */
@Command(
    name = "tail",
    description = {
      "Write a stream's records to standard output as they come: values, each on a line.",
      "With --json each line tells partition, offset, timestamp, key, value and headers."
    },
    mixinStandardHelpOptions = true)
@SuppressWarnings("NullAway.Init") // picocli fills required parameters
final class TailRecords extends Remote {
  @Parameters(paramLabel = "<group/name>")
  private DatasetName name;

  @Option(
      names = "--from",
      paramLabel = "<place>",
      description =
          "earliest, latest, an offset, or a time such as 2026-01-31T12:00:00Z; default: latest,"
              + " with --no-follow earliest.")
  private String from = "";

  @Option(
      names = "--partition",
      paramLabel = "<number>",
      description = "Only of this one; repeatable.")
  private List<Integer> partitions = new ArrayList<>();

  @Option(names = "--no-follow", description = "End with what is there now.")
  private boolean noFollow;

  @Option(
      names = {"-n", "--limit"},
      paramLabel = "<count>",
      description = "End after so many records; default: never.")
  private long limit = Long.MAX_VALUE;

  @Override
  protected int run(OptimaClient client) throws IOException {
    OutputStream out = new BufferedOutputStream(System.out, 1 << 16);
    SubscribeStart start = start(client);
    LineValues values = LineValues.of(client.streams().describeSettings(name.toString()));
    try (StreamRecords records = client.streams().subscribe(start)) {
      for (long count = 0; count < limit && records.hasNext(); count++) {
        RecordLines.write(values.shown(records.next()), screen.json(), out);
        if (!records.isReady()) {
          out.flush();
        }
      }
    }
    out.flush();
    return 0;
  }

  private SubscribeStart start(OptimaClient client) {
    SubscribeStart.Builder start =
        SubscribeStart.newBuilder().setStream(name.toString()).setUntilNow(noFollow);
    String place = from.isEmpty() ? (noFollow ? "earliest" : "latest") : from;
    if (place.matches("\\d+")) {
      long offset = offset(place);
      chosen(client)
          .forEach(
              number ->
                  start.addPartitions(
                      PartitionStart.newBuilder().setPartition(number).setOffset(offset)));
    } else if (partitions.isEmpty()) {
      start.setAt(Places.at(screen, place));
    } else {
      StartAt at = Places.at(screen, place);
      partitions.forEach(
          number ->
              start.addPartitions(PartitionStart.newBuilder().setPartition(number).setAt(at)));
    }
    return start.build();
  }

  private List<Integer> chosen(OptimaClient client) {
    return partitions.isEmpty()
        ? client.streams().describe(name.toString()).getPartitionsList().stream()
            .map(Partition::getNumber)
            .toList()
        : partitions;
  }

  private long offset(String place) {
    try {
      return Long.parseLong(place);
    } catch (NumberFormatException e) {
      throw screen.usage("there is no offset " + place);
    }
  }
}
