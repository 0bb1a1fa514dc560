package io.optima.wasm.wasmtime;

import io.optima.model.OptimaException;
import io.optima.wasm.WasmLimits;
import io.optima.wasm.WasmProgram;
import io.optima.wasm.WasmRun;
import io.optima.wasm.process.Deadlines;
import io.optima.wasm.process.Ending;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A process that runs one module, and is killed to stop it. */
final class WasmtimeRun implements WasmRun {
  private static final Pattern TRAP = Pattern.compile("wasm trap: (.*)");
  private static final String NO_MEMORY = "forcing trap when growing memory";
  private static final int BUFFER = 8 << 10;

  private final Process process;
  private final Ending ending;
  private final Thread log;
  private final Future<?> deadline;

  WasmtimeRun(WasmProgram program, Process process, WasmLimits limits, Deadlines deadlines) {
    this.process = process;
    this.ending = new Ending(program, limits);
    this.log = Thread.ofVirtual().name("wasm log").start(this::readLog);
    this.deadline =
        deadlines.after(
            limits.time(),
            () -> {
              ending.outOfTime();
              process.destroyForcibly();
            });
  }

  private void readLog() {
    byte[] buffer = new byte[BUFFER];
    try (InputStream in = process.getErrorStream()) {
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        ending.log(buffer, 0, read);
      }
    } catch (OptimaException tooMuch) {
      process.destroyForcibly();
    } catch (IOException e) {
      ending.broken(e);
      process.destroyForcibly();
    }
  }

  @Override
  public OutputStream input() {
    return process.getOutputStream();
  }

  @Override
  public InputStream output() {
    return new Output(process.getInputStream());
  }

  /** The output, whose end is the end of the process. */
  private final class Output extends FilterInputStream {
    Output(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] to, int offset, int length) throws IOException {
      int read = readOrEnd(to, offset, length);
      if (read >= 0) {
        count(read);
        return read;
      }
      requireGoodEnd();
      return -1;
    }

    private int readOrEnd(byte[] to, int offset, int length) throws IOException {
      try {
        return super.read(to, offset, length);
      } catch (IOException e) {
        if (ending.reason() == null) {
          throw e;
        }
        return -1; // the stream of a killed process is closed
      }
    }
  }

  private void count(int length) {
    try {
      ending.write(length);
    } catch (OptimaException tooMuch) {
      process.destroyForcibly();
      throw tooMuch;
    }
  }

  private void requireGoodEnd() throws IOException {
    try {
      int code = process.waitFor();
      log.join();
      deadline.cancel(false);
      OptimaException known = ending.reason();
      if (known != null) {
        throw known;
      }
      if (code != 0) {
        throw failed(code);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while waiting for a module", e);
    }
  }

  private OptimaException failed(int code) {
    String said = ending.log();
    if (said.contains(NO_MEMORY)) {
      return ending.outOfMemory(null);
    }
    Matcher trap = TRAP.matcher(said);
    return trap.find() ? ending.trapped(trap.group(1), null) : ending.exited(code);
  }

  @Override
  public String log() {
    return ending.log();
  }

  @Override
  public long written() {
    return ending.written();
  }

  @Override
  public void close() {
    if (process.isAlive()) {
      ending.cancelled();
    }
    deadline.cancel(false);
    process.destroyForcibly();
    boolean interrupted = false;
    while (process.isAlive()) {
      try {
        process.waitFor();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
