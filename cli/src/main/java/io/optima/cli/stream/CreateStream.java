package io.optima.cli.stream;

import com.google.protobuf.util.Durations;
import io.optima.cli.Remote;
import io.optima.cli.dataset.BirthFlags;
import io.optima.cli.dataset.DeclaredSchema;
import io.optima.client.OptimaClient;
import io.optima.model.DatasetName;
import io.optima.v1.CreateStreamRequest;
import io.optima.v1.SealPolicy;
import io.optima.v1.Stream;
import io.optima.v1.StreamSettings;
import java.io.IOException;
import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code optima stream create}. */
@Command(
    name = "create",
    description = "Create a stream; with --kafka one that is an existing topic.",
    mixinStandardHelpOptions = true)
@SuppressWarnings("NullAway.Init") // picocli fills required parameters
final class CreateStream extends Remote {
  @Parameters(paramLabel = "<group/name>")
  private DatasetName name;

  @Option(
      names = {"-p", "--partitions"},
      paramLabel = "<count>",
      description = "Lanes in which records keep their order; default: 1, or those of the topic.")
  private @Nullable Integer partitions;

  @Option(
      names = "--durability",
      paramLabel = "<level>",
      description =
          "What a record has reached when it is acknowledged: memory, fsync (a disk) or object (the"
              + " object store); default: fsync.")
  private @Nullable Reached durability;

  @Option(
      names = "--seal-after",
      paramLabel = "<time>",
      description = "Records move from the journal to chunks after this time; default: 1m.")
  private @Nullable Duration sealAfter;

  @Option(
      names = "--seal-bytes",
      paramLabel = "<bytes>",
      description = "Or when a partition has so many of them; default: 64 MiB.")
  private long sealBytes;

  @Option(
      names = "--seal-topic",
      description =
          "Records of the topic of --kafka are copied to chunks every --seal-after, and stay when"
              + " the topic drops them.")
  private boolean sealTopic;

  @Mixin private Keeping keeping = new Keeping();

  @Mixin private BirthFlags birth = new BirthFlags();

  @Mixin private DeclaredSchema schema = new DeclaredSchema();

  @Mixin private FromSource source = new FromSource();

  @Override
  protected int run(OptimaClient client) throws IOException {
    if (partitions != null && partitions < 1) {
      throw screen.usage("--partitions is " + partitions + ": at least 1");
    }
    Stream made =
        client
            .streams()
            .create(
                CreateStreamRequest.newBuilder()
                    .setName(name.toString())
                    .setSettings(settings())
                    .setDigest(birth.digest())
                    .setDescription(birth.description())
                    .putAllLabels(birth.labels())
                    .addAllReaders(birth.readers())
                    .setIdempotencyKey(UUID.randomUUID().toString())
                    .build());
    if (screen.json()) {
      screen.json(made);
    } else {
      screen.line("created " + made.getName() + ": " + Streams.settings(made.getSettings()));
    }
    return 0;
  }

  private StreamSettings settings() throws IOException {
    SealPolicy.Builder seal = SealPolicy.newBuilder().setBytes(sealBytes);
    if (sealAfter != null) {
      seal.setAge(Durations.fromNanos(sealAfter.toNanos()));
    }
    if (sealTopic) {
      seal.setTopic(true);
    }
    StreamSettings.Builder settings =
        StreamSettings.newBuilder().setRetention(keeping.retention()).setSeal(seal);
    if (partitions != null) {
      settings.setPartitions(partitions);
    }
    if (durability != null) {
      settings.setDurability(durability.wire());
    }
    source.backend(screen).ifPresent(settings::setKafka);
    schema.addTo(settings, screen);
    source.source(screen).ifPresent(settings::setSource);
    return settings.build();
  }
}
