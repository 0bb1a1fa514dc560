package io.optima.transform.step.wasm;

import io.optima.model.OptimaException;
import io.optima.model.dataset.Format;
import io.optima.model.schema.TableSchema;
import io.optima.wasm.WasmLimits;
import io.optima.wasm.WasmProgram;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a step of kind {@code wasm} asks for.
 *
 * @param format in which rows go in and come out: ARROW, JSON or CSV
 * @param mode what the module does
 * @param args of the module
 * @param columns of the output; null for those of the input (a filter of lines) or those that the
 *     module writes (Arrow)
 */
public record ModuleCall(
    WasmProgram program,
    Format format,
    Mode mode,
    List<String> args,
    WasmLimits limits,
    @Nullable TableSchema columns) {
  /** How output goes with input. */
  public enum Mode {
    /** Rows go through: what comes out has the columns of what goes in, unless it says others. */
    FILTER,
    /** Many batches go in, and a state comes out, which has columns of its own. */
    AGGREGATE
  }

  public ModuleCall {
    args = List.copyOf(args);
    boolean isLines = format == Format.JSON || format == Format.CSV;
    if (!isLines && format != Format.ARROW) {
      throw OptimaException.invalid(
          "rows go through module %s as arrow, json or csv, not as %s", program.name(), format);
    }
    if (isLines && mode == Mode.AGGREGATE && columns == null) {
      throw OptimaException.invalid(
          "module %s aggregates %s, which does not tell its columns: declare them",
          program.name(), format);
    }
  }
}
