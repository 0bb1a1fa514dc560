package io.optima.cli.stream;

import com.google.protobuf.util.Durations;
import io.optima.v1.Retention;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What of each partition stays; without any of these, everything. */
final class Keeping {
  @Option(
      names = "--keep",
      paramLabel = "<time>",
      description = "Drop records older than this, for example 7d.")
  private @Nullable Duration keep;

  @Option(
      names = "--keep-bytes",
      paramLabel = "<bytes>",
      description = "Stored bytes of each partition that stay.")
  private @Nullable Long keepBytes;

  @Option(
      names = "--keep-records",
      paramLabel = "<count>",
      description = "Records of each partition that stay.")
  private @Nullable Long keepRecords;

  Retention retention() {
    Retention.Builder retention = Retention.newBuilder();
    if (keep != null) {
      retention.setAge(Durations.fromNanos(keep.toNanos()));
    }
    if (keepBytes != null) {
      retention.setBytes(keepBytes);
    }
    if (keepRecords != null) {
      retention.setRecords(keepRecords);
    }
    return retention.build();
  }
}
