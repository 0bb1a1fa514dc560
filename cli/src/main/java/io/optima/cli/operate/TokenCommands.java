package io.optima.cli.operate;

import io.optima.cli.Where;
import io.optima.cli.output.Screen;
import io.optima.cli.output.Table;
import io.optima.launch.Tokens;
import io.optima.model.Principal;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code optima token}: who may call the Optima on this machine. */
@Command(
    name = "token",
    description = "Make, list and revoke tokens for the Optima on this machine.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      TokenCommands.Create.class,
      TokenCommands.ListTokens.class,
      TokenCommands.Revoke.class
    })
public final class TokenCommands {
  /** So much of a digest is shown; enough to revoke by. */
  private static final int SHOWN = 12;

  private TokenCommands() {}

  /** What the three have in common. */
  abstract static class OnHome implements Callable<Integer> {
    @Mixin Where where = new Where();
    @Mixin Screen screen = new Screen();

    @Override
    public final Integer call() {
      run(new Tokens(where.home()));
      screen.flush();
      return 0;
    }

    abstract void run(Tokens tokens);
  }

  /** {@code optima token create}. */
  @Command(
      name = "create",
      description = "Make a token; it is shown this once.",
      mixinStandardHelpOptions = true)
  @SuppressWarnings("NullAway.Init") // picocli fills required parameters
  static final class Create extends OnHome {
    @Parameters(paramLabel = "<principal>", description = "Whom it stands for.")
    private String principal;

    @Option(names = "--role", paramLabel = "<role>", description = "For example admin.")
    private Set<String> roles = new LinkedHashSet<>();

    @Override
    void run(Tokens tokens) {
      Principal holder = new Principal(principal, roles);
      screen.line(tokens.create(holder.name(), holder.roles()));
    }
  }

  /** {@code optima token list}. */
  @Command(name = "list", description = "List tokens.", mixinStandardHelpOptions = true)
  static final class ListTokens extends OnHome {
    @Override
    void run(Tokens tokens) {
      Table table = new Table("id", "principal", "roles");
      tokens
          .list()
          .forEach(
              (digest, holder) ->
                  table.add(
                      digest.substring(0, SHOWN),
                      holder.principal(),
                      String.join(" ", holder.roles())));
      table.print(screen.out());
    }
  }

  /** {@code optima token revoke}. */
  @Command(
      name = "revoke",
      description = "End a token's validity at once.",
      mixinStandardHelpOptions = true)
  @SuppressWarnings("NullAway.Init") // picocli fills required parameters
  static final class Revoke extends OnHome {
    @Parameters(paramLabel = "<id>", description = "As optima token list shows it.")
    private String id;

    @Override
    void run(Tokens tokens) {
      screen.line("revoked a token of " + tokens.revoke(id).principal());
    }
  }
}
