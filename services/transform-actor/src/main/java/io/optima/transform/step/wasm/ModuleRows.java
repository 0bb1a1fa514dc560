package io.optima.transform.step.wasm;

import io.optima.model.OptimaException;
import io.optima.model.dataset.Format;
import io.optima.model.schema.TableSchema;
import io.optima.query.pipe.PipedProcess;
import io.optima.query.pipe.PipedRows;
import io.optima.wasm.WasmEngine;
import io.optima.wasm.WasmRun;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.jspecify.annotations.Nullable;

/** The rows that modules make of others. */
public final class ModuleRows {
  private final WasmEngine engine;
  private final PipedRows rows;

  public ModuleRows(WasmEngine engine, PipedRows rows) {
    this.engine = engine;
    this.rows = rows;
  }

  /**
   * Starts the module. Arrow comes back while rows go in; JSON lines and CSV when the module has
   * ended.
   *
   * @param input in canonical Arrow, read by another thread until the result is closed; stays open
   * @param schema of the input
   * @return in canonical Arrow; closing it stops the module. Reading throws {@link OptimaException}
   *     when the module failed, was stopped at a limit, or wrote what are no rows
   * @throws OptimaException as {@link WasmEngine#start} does, and as reading does
   */
  public ArrowReader through(ModuleCall call, ArrowReader input, TableSchema schema) {
    WasmRun run = engine.start(call.program(), call.args(), call.limits());
    PipedProcess process =
        new PipedProcess("module " + call.program().name(), run.input(), run.output(), run::close);
    return rows.through(process, input, schema, call.format(), columns(call, schema));
  }

  private static @Nullable TableSchema columns(ModuleCall call, TableSchema ofInput) {
    return call.columns() == null && call.format() != Format.ARROW ? ofInput : call.columns();
  }
}
