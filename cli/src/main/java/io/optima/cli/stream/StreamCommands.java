package io.optima.cli.stream;

import picocli.CommandLine.Command;

/** {@code optima stream}. */
@Command(
    name = "stream",
    description = "Create streams, publish records to them and read them as they come.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      CreateStream.class,
      DescribeStream.class,
      SetStream.class,
      PublishRecords.class,
      TailRecords.class,
      ConsumeRecords.class,
      ListGroups.class,
      ShowLag.class,
      SealStream.class,
      TruncateStream.class
    })
public final class StreamCommands {
  private StreamCommands() {}
}
