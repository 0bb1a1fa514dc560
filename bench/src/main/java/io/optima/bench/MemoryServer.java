package io.optima.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The process of a {@link MemoryFlightServer}; it ends with this one, however this one ends. */
record MemoryServer(Process process, int port) implements AutoCloseable {
  /** Returns when it has taken all rows of the dataset. */
  static MemoryServer start(Optima optima, String dataset) throws IOException {
    List<String> command = new ArrayList<>(Jvm.command());
    command.add(MemoryFlightServer.class.getName());
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    Writer writer = process.outputWriter(StandardCharsets.UTF_8);
    writer.write(String.join("\n", optima.address(), optima.token(), dataset, ""));
    writer.flush();
    BufferedReader answers = process.inputReader(StandardCharsets.UTF_8);
    String answer = answers.readLine();
    if (answer == null) {
      process.destroyForcibly();
      throw new IOException("the Flight server did not start");
    }
    return new MemoryServer(process, Integer.parseInt(answer));
  }

  @Override
  public void close() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }
}
