package io.optima.cli.rules;

import picocli.CommandLine.Command;

/** {@code optima rules}. */
@Command(
    name = "rules",
    description = "Try out documents of rules, without an Optima.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = TestRules.class)
public final class RulesCommands {
  private RulesCommands() {}
}
