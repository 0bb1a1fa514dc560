package io.optima.dataset;

final class MemoryLogTest extends CommitLogContract {
  private final MemoryLog log = new MemoryLog();

  @Override
  protected CommitLog log() {
    return log;
  }
}
