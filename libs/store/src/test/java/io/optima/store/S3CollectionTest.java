package io.optima.store;

final class S3CollectionTest extends CollectionContract {
  @Override
  StoreSettings settings() {
    return S3Stores.fresh(home);
  }
}
