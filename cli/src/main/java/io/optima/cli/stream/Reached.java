package io.optima.cli.stream;

import io.optima.v1.Durability;

/** What has happened to a record when it is acknowledged. */
enum Reached {
  MEMORY,
  FSYNC,
  OBJECT;

  Durability wire() {
    return Durability.valueOf("DURABILITY_" + name());
  }
}
