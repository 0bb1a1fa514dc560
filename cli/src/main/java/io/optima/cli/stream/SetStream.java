package io.optima.cli.stream;

import com.google.protobuf.util.Durations;
import io.optima.cli.Remote;
import io.optima.client.OptimaClient;
import io.optima.model.DatasetName;
import io.optima.v1.Retention;
import io.optima.v1.SealPolicy;
import io.optima.v1.StreamSource;
import io.optima.v1.UpdateStreamRequest;
import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code optima stream set}. */
@Command(
    name = "set",
    description = {
      "Change the settings of a stream; what is not named stays. The --keep... that are named",
      "take the place of all that the stream had."
    },
    mixinStandardHelpOptions = true)
@SuppressWarnings("NullAway.Init") // picocli fills required parameters
final class SetStream extends Remote {
  @Parameters(paramLabel = "<group/name>")
  private DatasetName name;

  @Option(
      names = {"-p", "--partitions"},
      paramLabel = "<count>",
      description = "More of them than before; records with a key may go to another one then.")
  private @Nullable Integer partitions;

  @Option(
      names = "--durability",
      paramLabel = "<level>",
      description = "memory, fsync or object, for batches from now on.")
  private @Nullable Reached durability;

  @Option(
      names = "--seal-after",
      paramLabel = "<time>",
      description = "Records move from the journal to chunks after this time.")
  private @Nullable Duration sealAfter;

  @Option(
      names = "--seal-bytes",
      paramLabel = "<bytes>",
      description = "Or when a partition has so many of them.")
  private @Nullable Long sealBytes;

  @Option(
      names = "--seal-topic",
      negatable = true,
      description = "Whether records of the stream's topic are copied to chunks.")
  private @Nullable Boolean sealTopic;

  @Option(names = "--keep-all", description = "Drop nothing any more.")
  private boolean keepAll;

  @Mixin private Keeping keeping = new Keeping();

  @Mixin private FromSource source = new FromSource();

  @Option(names = "--no-source", description = "Feed the stream from nothing any more.")
  private boolean noSource;

  @Override
  protected int run(OptimaClient client) {
    Streams.print(screen, client.streams().update(request()));
    return 0;
  }

  private UpdateStreamRequest request() {
    UpdateStreamRequest.Builder request = UpdateStreamRequest.newBuilder();
    if (partitions != null) {
      if (partitions < 1) {
        throw screen.usage("--partitions is " + partitions + ": at least 1");
      }
      request.setPartitions(partitions);
    }
    if (durability != null) {
      request.setDurability(durability.wire());
    }
    if (sealAfter != null || sealBytes != null || sealTopic != null) {
      request.setSeal(seal());
    }
    Retention retention = keeping.retention();
    boolean limited = !retention.equals(Retention.getDefaultInstance());
    if (keepAll && limited) {
      throw screen.usage("--keep-all contradicts the other --keep...");
    }
    if (keepAll || limited) {
      request.setRetention(retention);
    }
    if (source.backend(screen).isPresent()) {
      throw screen.usage("a stream does not become a topic: with --from-kafka the topic feeds it");
    }
    source.source(screen).ifPresent(request::setSource);
    if (noSource) {
      if (request.hasSource()) {
        throw screen.usage("--no-source contradicts the source that is named");
      }
      request.setSource(StreamSource.getDefaultInstance());
    }
    if (request.build().equals(UpdateStreamRequest.getDefaultInstance())) {
      throw screen.usage("name at least one setting to change");
    }
    return request.setName(name.toString()).setIdempotencyKey(UUID.randomUUID().toString()).build();
  }

  private SealPolicy seal() {
    SealPolicy.Builder seal = SealPolicy.newBuilder();
    if (sealAfter != null) {
      seal.setAge(Durations.fromNanos(sealAfter.toNanos()));
    }
    if (sealBytes != null) {
      seal.setBytes(sealBytes);
    }
    if (sealTopic != null) {
      seal.setTopic(sealTopic);
    }
    return seal.build();
  }
}
