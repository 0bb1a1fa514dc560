package io.optima.store;

final class S3DatasetLogTest extends DatasetLogContract {
  @Override
  StoreSettings settings() {
    return S3Stores.fresh(home);
  }
}
