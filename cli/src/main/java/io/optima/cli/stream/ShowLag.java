package io.optima.cli.stream;

import io.optima.cli.Remote;
import io.optima.cli.output.Amounts;
import io.optima.cli.output.Table;
import io.optima.client.OptimaClient;
import io.optima.model.DatasetName;
import io.optima.model.ErrorCode;
import io.optima.model.OptimaException;
import io.optima.v1.ConsumerGroup;
import io.optima.v1.GroupPartition;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code optima stream lag}. */
@Command(
    name = "lag",
    description = "Show by partition how far a consumer group is, and who reads.",
    mixinStandardHelpOptions = true)
@SuppressWarnings("NullAway.Init") // picocli fills required parameters
final class ShowLag extends Remote {
  @Parameters(paramLabel = "<group/name>")
  private DatasetName name;

  @Parameters(paramLabel = "<consumer group>")
  private String wanted;

  @Override
  protected int run(OptimaClient client) {
    ConsumerGroup group =
        client.streams().groups(name.toString()).stream()
            .filter(each -> each.getName().equals(wanted))
            .findFirst()
            .orElseThrow(
                () ->
                    OptimaException.of(
                        ErrorCode.NOT_FOUND,
                        "no consumer group %s reads %s: 'optima stream groups %s' lists them",
                        wanted,
                        name,
                        name));
    if (screen.json()) {
      screen.json(group);
      return 0;
    }
    Table table = new Table("partition", "committed", "end", "lag", "member").right(0, 1, 2, 3);
    group.getPartitionsList().forEach(partition -> table.add(row(partition)));
    table.print(screen.out());
    return 0;
  }

  private static List<String> row(GroupPartition partition) {
    return List.of(
        String.valueOf(partition.getPartition()),
        partition.hasCommitted() ? Amounts.count(partition.getCommitted()) : "-",
        Amounts.count(partition.getEnd()),
        Amounts.count(partition.getLag()),
        partition.getMember().isEmpty() ? "-" : partition.getMember());
  }
}
