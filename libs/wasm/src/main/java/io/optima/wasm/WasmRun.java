package io.optima.wasm;

import io.optima.model.OptimaException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * A module at work. Input and output are bounded, so that whoever writes waits for the module and
 * the module for whoever reads: they have to be used by two threads.
 */
public interface WasmRun extends AutoCloseable {
  /**
   * What the module reads; close it to say that there is no more. A module need not read all of it:
   * once it has ended, writing throws an {@link java.io.IOException}, which is no failure of the
   * run.
   */
  OutputStream input();

  /**
   * What the module writes. It ends only if the module ended well. Otherwise reading throws an
   * {@link OptimaException} that says why, so that nobody takes half an output for all of it:
   * FAILED_PRECONDITION when the module failed; RESOURCE_EXHAUSTED when a limit was reached;
   * CANCELLED.
   */
  InputStream output();

  /** What the module has said on its standard error so far. */
  String log();

  /** Bytes of output so far. */
  long written();

  /** Stops the module, if it still runs, and waits until it is gone. */
  @Override
  void close();
}
