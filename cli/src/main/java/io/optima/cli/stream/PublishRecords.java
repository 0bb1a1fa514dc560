package io.optima.cli.stream;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.optima.cli.Remote;
import io.optima.cli.output.Amounts;
import io.optima.cli.output.ProgressLine;
import io.optima.client.OptimaClient;
import io.optima.client.PublisherSettings;
import io.optima.client.RecordPlace;
import io.optima.client.StreamPublisher;
import io.optima.model.DatasetName;
import io.optima.model.stream.StreamRecord;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code optima stream publish}: each line becomes a record. */
@Command(
    name = "publish",
    description = {
      "Publish each line of standard input, or of a file, as a record.",
      "Ends when all are stored; with --json lines are objects with key, value, headers,"
          + " timestamp.",
      "Values of a stream with a schema are JSON objects of its columns."
    },
    mixinStandardHelpOptions = true)
@SuppressWarnings("NullAway.Init") // picocli fills required parameters
final class PublishRecords extends Remote {
  @Parameters(index = "0", paramLabel = "<group/name>")
  private DatasetName name;

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "<file>",
      description = "Default and -: standard input.")
  private String file = "-";

  @Option(
      names = {"-k", "--key"},
      paramLabel = "<field>",
      description = "Lines are JSON, and this field of each is its key.")
  private @Nullable String key;

  @Option(
      names = "--partition",
      paramLabel = "<number>",
      description = "All to this one; default: that of the key, or any.")
  private int partition = -1;

  @Override
  protected int run(OptimaClient client) throws IOException {
    if (screen.json() && key != null) {
      throw screen.usage("--key names a field of plain lines: with --json the key is 'key'");
    }
    LineValues values = LineValues.of(client.streams().describeSettings(name.toString()));
    AtomicLong stored = new AtomicLong();
    long began = System.nanoTime();
    long bytes = 0;
    long count = 0;
    try (InputStream lines = open();
        ProgressLine progress = new ProgressLine();
        StreamPublisher publisher =
            client.streams().publisher(name.toString(), PublisherSettings.DEFAULT)) {
      for (byte[] line = line(lines); line != null; line = line(lines)) {
        count++;
        bytes += line.length;
        var _ =
            publish(publisher, values.stored(record(line, count), count))
                .thenAccept(place -> stored.incrementAndGet());
        progress.bytes("publishing", bytes, 0);
      }
    }
    done(stored.get(), bytes, (System.nanoTime() - began) / 1e9);
    return 0;
  }

  private void done(long records, long bytes, double seconds) {
    screen.note(
        "stored %s, %s: %s/s, %s/s"
            .formatted(
                Amounts.count(records, "record"),
                Amounts.bytes(bytes),
                Amounts.count((long) (records / seconds), "record"),
                Amounts.bytes((long) (bytes / seconds))));
  }

  private CompletableFuture<RecordPlace> publish(StreamPublisher publisher, StreamRecord record) {
    return partition < 0 ? publisher.publish(record) : publisher.publish(partition, record);
  }

  private StreamRecord record(byte[] line, long number) {
    if (screen.json()) {
      return RecordLines.parse(new String(line, UTF_8), number);
    }
    byte[] of = key == null ? null : RecordLines.field(line, key, number);
    return new StreamRecord(0, of, line, List.of());
  }

  private InputStream open() throws IOException {
    if (file.equals("-")) {
      return new BufferedInputStream(System.in);
    }
    if (!Files.isRegularFile(Path.of(file))) {
      throw screen.usage("there is no file " + file);
    }
    return new BufferedInputStream(Files.newInputStream(Path.of(file)));
  }

  /** The bytes up to the next end of line; null at the end. */
  static byte @Nullable [] line(InputStream in) throws IOException {
    int next = in.read();
    if (next < 0) {
      return null;
    }
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (; next >= 0 && next != '\n'; next = in.read()) {
      line.write(next);
    }
    byte[] bytes = line.toByteArray();
    int length = bytes.length;
    return length > 0 && bytes[length - 1] == '\r'
        ? java.util.Arrays.copyOf(bytes, length - 1)
        : bytes;
  }
}
