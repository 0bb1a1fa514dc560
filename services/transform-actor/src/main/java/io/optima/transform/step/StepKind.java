package io.optima.transform.step;

import io.optima.model.schema.TableSchema;
import io.optima.model.transform.ColumnFlow;
import io.optima.model.transform.RowsRef;
import io.optima.model.transform.StepWork;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** One way to work. Stateless; for any number of threads. */
public interface StepKind<W extends StepWork> {
  Class<W> work();

  /**
   * What the work reads and makes.
   *
   * @throws io.optima.model.OptimaException INVALID_ARGUMENT for what can never work, at its place
   *     in the document
   */
  Checked check(W work, Checking checking);

  /**
   * The work over the data of one run, ready to be done.
   *
   * @throws io.optima.model.OptimaException when it cannot work on them
   */
  Prepared prepare(W work, StepInput input);

  /**
   * What is known of a step before it runs.
   *
   * @param outputs columns of each table that it makes
   * @param reads names of inputs and of other steps' outputs
   * @param parameters names of those it uses
   */
  record Checked(Map<String, TableSchema> outputs, Set<String> reads, Set<String> parameters) {
    public Checked {
      outputs = Map.copyOf(outputs);
      reads = Set.copyOf(reads);
      parameters = Set.copyOf(parameters);
    }
  }

  /** Work on the data of one run. */
  interface Prepared {
    /** Names of what it reads. */
    Set<String> reads();

    /** Names of the parameters that it uses. */
    Set<String> parameters();

    /** Whether the same data and parameters always give the same rows, and nothing else. */
    boolean isRepeatable();

    /** Does it, on the calling thread; what fails is thrown. */
    Made carryOut(Bench bench);
  }

  /**
   * What a step made.
   *
   * @param note a sentence for people; may be empty
   */
  record Made(SortedMap<String, RowsRef> rows, List<ColumnFlow> flows, String note) {
    public Made {
      rows = Collections.unmodifiableSortedMap(new TreeMap<>(rows));
      flows = List.copyOf(flows);
    }
  }
}
