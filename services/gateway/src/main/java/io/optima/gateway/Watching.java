package io.optima.gateway;

import io.optima.model.DatasetName;
import io.optima.model.dataset.LogEntry;
import io.optima.model.lineage.LineageQueries.ChangePage;
import io.optima.store.DatasetLog;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Telling callers of changes as they happen; ends when the caller is gone. */
public final class Watching {
  /** How long the index may hold one question; vanished callers are noticed then. */
  private static final long LONG_POLL_MILLIS = 2_000;

  /** One look at the commit log costs one stat. */
  private static final Duration LOOK = Duration.ofMillis(200);

  private final Catalog catalog;
  private final Discovery discovery;
  private final DatasetLog log;

  /** Who watches. */
  public interface Watcher {
    void changed(LogEntry entry);

    boolean isGone();

    /** Waits; shorter when the watcher goes. */
    void pause(Duration duration);
  }

  public Watching(Catalog catalog, Discovery discovery, DatasetLog log) {
    this.catalog = catalog;
    this.discovery = discovery;
    this.log = log;
  }

  /**
   * Hands over every change, in order for each dataset.
   *
   * @param name null: all datasets that the caller may read, from now on
   * @param after sequence of the last change the caller knows; 0: only changes from now on
   */
  public void watch(Caller caller, @Nullable DatasetName name, long after, Watcher watcher) {
    if (name == null) {
      watchAll(caller, watcher);
    } else {
      watchOne(caller, name, after, watcher);
    }
  }

  private void watchOne(Caller caller, DatasetName name, long after, Watcher watcher) {
    LogEntry head = catalog.describe(caller, name);
    long known = after == 0 ? head.sequence() : after;
    while (!watcher.isGone()) {
      List<LogEntry> entries = after(name, known);
      if (entries.isEmpty()) {
        watcher.pause(LOOK);
      } else {
        catalog.describe(caller, name);
        entries.forEach(watcher::changed);
        known = entries.getLast().sequence();
      }
    }
  }

  private List<LogEntry> after(DatasetName name, long known) {
    try (Stream<LogEntry> entries = log.entries(name, known)) {
      return entries.limit(100).toList();
    }
  }

  private void watchAll(Caller caller, Watcher watcher) {
    String token = discovery.changes(caller, "", 0).next();
    while (!watcher.isGone()) {
      ChangePage page = discovery.changes(caller, token, LONG_POLL_MILLIS);
      page.entries().forEach(watcher::changed);
      token = page.next();
    }
  }
}
