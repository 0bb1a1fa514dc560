package io.optima.store;

final class FileCollectionTest extends CollectionContract {
  @Override
  StoreSettings settings() {
    return StoreSettings.in(home);
  }
}
