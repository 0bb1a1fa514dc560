package io.optima.gateway.source;

import io.optima.model.DatasetName;
import io.optima.model.ErrorCode;
import io.optima.model.OptimaException;
import io.optima.model.Principal;
import io.optima.model.dataset.Kind;
import io.optima.model.lineage.LineageQueries.ChangePage;
import io.optima.model.lineage.LineageQueries.ListChanges;
import io.optima.store.DatasetLog;
import java.time.Duration;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds streams with sources, or of topics that are sealed: all there are when the process starts,
 * then those that the index hears of. For one thread, until it is interrupted.
 */
public final class SourceWatch implements Runnable {
  private static final Logger log = LoggerFactory.getLogger(SourceWatch.class);
  private static final Principal EVERYTHING = new Principal("sources", Set.of(Principal.ADMIN));
  private static final int PAGE = 100;
  private static final long LONG_POLL_MILLIS = 2_000;
  private static final Duration PAUSE = Duration.ofSeconds(1);

  private final DatasetLog datasets;
  private final Function<ListChanges, ChangePage> index;
  private final Consumer<DatasetName> look;

  /**
   * @param index answers with changes of all datasets
   * @param look is told of datasets that may be such streams, or are none any more
   */
  public SourceWatch(
      DatasetLog datasets, Function<ListChanges, ChangePage> index, Consumer<DatasetName> look) {
    this.datasets = datasets;
    this.index = index;
    this.look = look;
  }

  @Override
  public void run() {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        try {
          watch();
        } catch (RuntimeException e) {
          log.info("looking for streams with sources begins again: {}", e.getMessage());
          Thread.sleep(PAUSE);
        }
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  /** What changes while everything is looked through is looked at again behind it. */
  private void watch() throws InterruptedException {
    String token = changes("", 0).next();
    try (Stream<DatasetName> names = datasets.datasets()) {
      names.forEach(look);
    }
    while (!Thread.currentThread().isInterrupted()) {
      token = follow(token);
    }
  }

  private String follow(String token) throws InterruptedException {
    try {
      ChangePage page = changes(token, LONG_POLL_MILLIS);
      page.entries().stream()
          .filter(entry -> entry.kind() == Kind.STREAM)
          .map(entry -> entry.dataset())
          .distinct()
          .forEach(look);
      return page.next();
    } catch (OptimaException e) {
      if (e.code() != ErrorCode.UNAVAILABLE) {
        throw e;
      }
      Thread.sleep(PAUSE);
      return token;
    }
  }

  private ChangePage changes(String token, long waitMillis) {
    return index.apply(new ListChanges(EVERYTHING, token, PAGE, waitMillis));
  }
}
