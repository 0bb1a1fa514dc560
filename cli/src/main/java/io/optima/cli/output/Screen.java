package io.optima.cli.output;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.util.JsonFormat;
import java.io.PrintWriter;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Where a command writes: text for people, or JSON for programs. */
public final class Screen {
  @Spec(Spec.Target.MIXEE)
  private @Nullable CommandSpec spec;

  @Option(names = "--json", description = "Print JSON: one object a line.")
  private boolean json;

  public boolean json() {
    return json;
  }

  public PrintWriter out() {
    return spec().commandLine().getOut();
  }

  public void line(String text) {
    out().println(text);
  }

  /** A line for people beside the result: not part of it. */
  public void note(String text) {
    out().flush();
    spec().commandLine().getErr().println(text);
  }

  /** One message of the server as it is. */
  public void json(Message message) {
    try {
      out()
          .println(
              JsonFormat.printer()
                  .omittingInsignificantWhitespace()
                  .preservingProtoFieldNames()
                  .print(message));
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException(e);
    }
  }

  public void flush() {
    out().flush();
  }

  /** The command was typed wrongly. */
  public ParameterException usage(String message) {
    return new ParameterException(spec().commandLine(), message);
  }

  private CommandSpec spec() {
    return Objects.requireNonNull(spec);
  }
}
