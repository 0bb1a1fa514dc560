package io.optima.client;

/** Told how far a transfer is, on the thread that transfers. */
public interface Progress {
  Progress NONE = bytes -> {};

  /**
   * @param bytes transferred since the start
   */
  void bytes(long bytes);
}
