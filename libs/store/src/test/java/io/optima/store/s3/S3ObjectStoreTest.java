package io.optima.store.s3;

import io.optima.store.ObjectStore;
import io.optima.store.ObjectStoreContract;
import io.optima.store.S3Stores;

final class S3ObjectStoreTest extends ObjectStoreContract {
  @Override
  protected ObjectStore open() {
    return new S3ObjectStores().open(S3Stores.fresh(temporary));
  }

  @Override
  protected int largeFile() {
    return 12 << 20;
  }
}
