package io.optima.store;

final class FileDatasetLogTest extends DatasetLogContract {
  @Override
  StoreSettings settings() {
    return StoreSettings.in(home);
  }
}
