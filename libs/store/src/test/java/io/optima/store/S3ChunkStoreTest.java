package io.optima.store;

final class S3ChunkStoreTest extends ChunkStoreContract {
  @Override
  StoreSettings settings() {
    return S3Stores.fresh(home);
  }
}
