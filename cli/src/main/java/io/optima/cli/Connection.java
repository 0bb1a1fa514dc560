package io.optima.cli;

import io.optima.client.OptimaClient;
import io.optima.launch.Home;
import io.optima.launch.RunRecord;
import io.optima.model.ErrorCode;
import io.optima.model.OptimaException;
import java.io.IOException;
import java.nio.file.Files;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How a command finds the Optima it talks to: by default the one that runs on this machine. */
public final class Connection {
  @Mixin private Where where = new Where();

  @Option(
      names = "--address",
      paramLabel = "<host:port>",
      description = "Optima to talk to; default: $$OPTIMA_ADDRESS, else the one on this machine.")
  private @Nullable String address = System.getenv("OPTIMA_ADDRESS");

  @Option(
      names = "--token",
      paramLabel = "<token>",
      description = "Who you are; default: $$OPTIMA_TOKEN, else this machine's administrator.")
  private @Nullable String token = System.getenv("OPTIMA_TOKEN");

  public Home home() {
    return where.home();
  }

  /** Where it is, {@code host:port}. */
  public String address() {
    if (address != null) {
      return address;
    }
    RunRecord record =
        RunRecord.read(home())
            .filter(RunRecord::ready)
            .orElseThrow(
                () ->
                    OptimaException.of(
                        ErrorCode.UNAVAILABLE,
                        "Optima is not up in %s: run 'optima up' first, or say where it is with"
                            + " --address",
                        home().folder()));
    return "127.0.0.1:" + record.grpcPort();
  }

  public OptimaClient open() {
    return OptimaClient.connect(address(), token());
  }

  private String token() {
    if (token != null) {
      return token;
    }
    try {
      return Files.readString(home().token()).strip();
    } catch (IOException e) {
      throw OptimaException.of(
          ErrorCode.UNAUTHENTICATED,
          "no token in %s: give one with --token or $OPTIMA_TOKEN",
          home().token());
    }
  }
}
