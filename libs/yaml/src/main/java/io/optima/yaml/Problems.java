package io.optima.yaml;

import io.optima.model.ErrorCode;
import io.optima.model.OptimaException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** What is wrong with a document, gathered to be told at once. */
public final class Problems implements Consumer<OptimaException> {
  /** So many are told; of more their number. */
  public static final int MOST = 20;

  private final List<OptimaException> errors = new ArrayList<>();

  /** Keeps the refusal; errors that no document is to blame for are thrown. */
  @Override
  public void accept(OptimaException error) {
    if (error.code() != ErrorCode.INVALID_ARGUMENT) {
      throw error;
    }
    errors.add(error);
  }

  /** What the work yields; empty when it was refused, which is kept. */
  public <T> Optional<T> gather(Supplier<T> work) {
    try {
      return Optional.of(work.get());
    } catch (OptimaException e) {
      accept(e);
      return Optional.empty();
    }
  }

  public boolean isEmpty() {
    return errors.isEmpty();
  }

  /**
   * Goes on only with a document in which nothing was found wrong.
   *
   * @throws OptimaException INVALID_ARGUMENT, one line for each problem in the document's order
   */
  public void refuse() {
    if (errors.size() == 1) {
      throw errors.getFirst();
    }
    if (!errors.isEmpty()) {
      throw OptimaException.invalid("%s", text());
    }
  }

  private String text() {
    List<String> lines = new ArrayList<>();
    errors.stream()
        .sorted(Comparator.comparing(Place::of))
        .limit(MOST)
        .map(OptimaException::text)
        .forEach(lines::add);
    if (errors.size() > MOST) {
      lines.add("and %d more".formatted(errors.size() - MOST));
    }
    return String.join("\n", lines);
  }
}
