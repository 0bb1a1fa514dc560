package io.optima.dataset;

import io.optima.dataset.store.StoredCommitLog;
import io.optima.store.Store;
import io.optima.store.StoreSettings;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

final class StoredCommitLogTest extends CommitLogContract {
  private Store store;

  @BeforeEach
  void open(@TempDir Path home) {
    store = Store.open(StoreSettings.in(home));
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Override
  protected CommitLog log() {
    return new StoredCommitLog(store.datasets(), Commands.NAME);
  }
}
