package io.optima.cli.lineage;

import io.optima.cli.Remote;
import io.optima.cli.output.Amounts;
import io.optima.cli.output.Table;
import io.optima.client.OptimaClient;
import io.optima.v1.AuditRecord;
import io.optima.v1.ListAuditRequest;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code optima audit}. */
@Command(
    name = "audit",
    description = "Show who did what, newest first.",
    mixinStandardHelpOptions = true)
public final class Audit extends Remote {
  @Option(names = "--principal", paramLabel = "<name>", description = "Only of this one.")
  private String principal = "";

  @Option(names = "--subject", paramLabel = "<group/name>", description = "Only on this one.")
  private String subject = "";

  @Option(
      names = {"-n", "--limit"},
      paramLabel = "<count>",
      description = "At most so many; default: ${DEFAULT-VALUE}.")
  private int limit = 50;

  @Override
  protected int run(OptimaClient client) {
    ListAuditRequest request =
        ListAuditRequest.newBuilder().setPrincipal(principal).setSubject(subject).build();
    Table table = new Table("time", "principal", "action", "subject", "detail", "trace");
    try (Stream<AuditRecord> records = client.lineage().audit(request)) {
      records.limit(limit).forEach(record -> add(record, table));
    }
    if (!screen.json()) {
      table.print(screen.out());
    }
    return 0;
  }

  private void add(AuditRecord record, Table table) {
    if (screen.json()) {
      screen.json(record);
      return;
    }
    table.add(
        Amounts.moment(record.getTime()),
        record.getPrincipal(),
        record.getAction(),
        record.getSubject(),
        record.getDetail(),
        record.getTraceId());
  }
}
