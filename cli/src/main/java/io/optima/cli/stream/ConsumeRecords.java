package io.optima.cli.stream;

import io.optima.cli.Remote;
import io.optima.client.GroupMember;
import io.optima.client.OptimaClient;
import io.optima.client.ReceivedRecord;
import io.optima.model.DatasetName;
import io.optima.model.ErrorCode;
import io.optima.model.OptimaException;
import io.optima.v1.ConsumeStart;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code optima stream consume}: as a member of a consumer group. */
@Command(
    name = "consume",
    description = {
      "Write records to standard output as one member of a consumer group.",
      "What was written is committed each second and at the end; what was not comes again."
    },
    mixinStandardHelpOptions = true)
@SuppressWarnings("NullAway.Init") // picocli fills required parameters
final class ConsumeRecords extends Remote {
  private static final Duration COMMIT_EVERY = Duration.ofSeconds(1);

  @Parameters(index = "0", paramLabel = "<group/name>")
  private DatasetName name;

  @Parameters(index = "1", paramLabel = "<consumer group>")
  private String group;

  @Option(
      names = "--from",
      paramLabel = "<place>",
      description =
          "Where the group begins that has committed nothing: earliest, latest, or a time such as"
              + " 2026-01-31T12:00:00Z; default: earliest.")
  private String from = "earliest";

  @Option(
      names = {"-n", "--limit"},
      paramLabel = "<count>",
      description = "End after so many records; default: never.")
  private long limit = Long.MAX_VALUE;

  @Option(
      names = "--idle",
      paramLabel = "<duration>",
      description = "End when nothing came for so long, such as 5s; default: never.")
  private @Nullable Duration idle;

  @Override
  protected int run(OptimaClient client) throws IOException {
    ConsumeStart start =
        ConsumeStart.newBuilder()
            .setStream(name.toString())
            .setGroup(group)
            .setAt(Places.at(screen, from))
            .build();
    LineValues values = LineValues.of(client.streams().describeSettings(name.toString()));
    OutputStream out = new BufferedOutputStream(System.out, 1 << 16);
    try (GroupMember member = client.streams().consume(start)) {
      long committed = System.nanoTime();
      long heard = committed;
      long count = 0;
      while (count < limit && !isIdle(heard)) {
        Optional<ReceivedRecord> next = member.poll(COMMIT_EVERY);
        if (next.isPresent()) {
          RecordLines.write(values.shown(next.get()), screen.json(), out);
          heard = System.nanoTime();
          count++;
        }
        if (System.nanoTime() - committed >= COMMIT_EVERY.toNanos()) {
          commit(member, out);
          committed = System.nanoTime();
        }
      }
      commit(member, out);
    }
    return 0;
  }

  private boolean isIdle(long heard) {
    return idle != null && System.nanoTime() - heard >= idle.toNanos();
  }

  private void commit(GroupMember member, OutputStream out) throws IOException {
    out.flush();
    try {
      member.commit();
    } catch (OptimaException e) {
      if (e.code() != ErrorCode.CONFLICT && e.code() != ErrorCode.UNAVAILABLE) {
        throw e;
      }
      screen.note("not committed, and may come again: " + e.text());
    }
  }
}
