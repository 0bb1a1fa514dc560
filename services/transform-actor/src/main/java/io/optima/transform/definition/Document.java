package io.optima.transform.definition;

import io.optima.model.OptimaException;
import io.optima.model.transform.Definition;

/** A definition with the places where its parts stand. */
public interface Document {
  Definition definition();

  /**
   * The refusal with line and column of the part, or of the nearest one around it that has a place.
   *
   * @param path names from the top, such as {@code steps.clean.sql.valid}
   */
  OptimaException refused(String path, OptimaException refusal);
}
