package io.optima.store;

import io.optima.model.ErrorCode;
import io.optima.model.OptimaException;

/** The object that says how the others are laid out. */
final class StoreFormat {
  static final String KEY = "optima.json";
  private static final int FORMAT = 1;

  private StoreFormat() {}

  /**
   * Writes the format into a new store and checks it in an old one. On the way it proves that the
   * store refuses a second put: some servers that speak S3 ignore {@code If-None-Match}, and
   * commits would overwrite each other.
   *
   * @throws OptimaException FAILED_PRECONDITION when the store cannot be used
   */
  static void check(ObjectStore objects) {
    byte[] ours = Json.bytes(new Marker(FORMAT));
    boolean isNew = objects.putIfAbsent(KEY, ours);
    if (isNew && objects.putIfAbsent(KEY, ours)) {
      throw OptimaException.of(
          ErrorCode.FAILED_PRECONDITION,
          "the store overwrites objects although it was asked not to (If-None-Match): two writers"
              + " could lose each other's commits; use a store with conditional writes");
    }
    int format = objects.get(KEY).map(StoreFormat::read).orElse(FORMAT);
    if (format != FORMAT) {
      throw OptimaException.of(
          ErrorCode.FAILED_PRECONDITION,
          "the store has format %d, this Optima knows format %d: use a newer one",
          format,
          FORMAT);
    }
  }

  private static int read(byte[] json) {
    return Json.readStored(KEY, json, Marker.class).format();
  }

  private record Marker(int format) {}
}
