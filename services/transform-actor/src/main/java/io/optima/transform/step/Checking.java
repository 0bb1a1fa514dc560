package io.optima.transform.step;

import io.optima.model.OptimaException;
import io.optima.model.Principal;
import io.optima.model.dataset.Input;
import io.optima.model.schema.DataType;
import io.optima.model.schema.TableSchema;
import java.util.Map;

/**
 * What a step may build on when its definition is applied.
 *
 * @param inputs versions that the inputs' names mean now
 * @param tables columns of the tables that the steps it needs will make
 * @param parameters declared types
 * @param places of the step in the document
 */
public record Checking(
    Principal caller,
    Map<String, Input> inputs,
    Map<String, TableSchema> tables,
    Map<String, DataType> parameters,
    Places places) {

  /** Where parts of the step stand in the document. */
  public interface Places {
    /**
     * The refusal with its place.
     *
     * @param path below the step, such as {@code sql.valid}
     */
    OptimaException refused(String path, OptimaException refusal);
  }
}
