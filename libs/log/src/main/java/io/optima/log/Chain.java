package io.optima.log;

/**
 * Appends to one partition of which none is stored behind one that was refused: a journal refuses
 * everything of a chain that is broken. Whoever appends begins another one when it has heard of
 * them all.
 */
public final class Chain {
  private volatile boolean broken;

  void breakOff() {
    broken = true;
  }

  boolean isBroken() {
    return broken;
  }
}
