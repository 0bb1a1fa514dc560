package io.optima.cli.stream;

import io.optima.cli.Remote;
import io.optima.cli.output.Amounts;
import io.optima.cli.output.Table;
import io.optima.client.OptimaClient;
import io.optima.model.DatasetName;
import io.optima.v1.ConsumerGroup;
import io.optima.v1.GroupPartition;
import io.optima.v1.ListGroupsResponse;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code optima stream groups}. */
@Command(
    name = "groups",
    description = "List the consumer groups of a stream, and how far they are behind.",
    mixinStandardHelpOptions = true)
@SuppressWarnings("NullAway.Init") // picocli fills required parameters
final class ListGroups extends Remote {
  @Parameters(paramLabel = "<group/name>")
  private DatasetName name;

  @Override
  protected int run(OptimaClient client) {
    List<ConsumerGroup> groups = client.streams().groups(name.toString());
    if (screen.json()) {
      screen.json(ListGroupsResponse.newBuilder().addAllGroups(groups).build());
      return 0;
    }
    Table table = new Table("group", "members", "partitions", "lag").right(1, 2, 3);
    for (ConsumerGroup group : groups) {
      table.add(
          List.of(
              group.getName(),
              String.valueOf(group.getMembersCount()),
              String.valueOf(group.getPartitionsCount()),
              Amounts.count(
                  group.getPartitionsList().stream().mapToLong(GroupPartition::getLag).sum())));
    }
    table.print(screen.out());
    return 0;
  }
}
