package io.optima.model.stream;

/** Which partition a key belongs to: the one that Kafka's clients send it to by default. */
public final class Partitioner {
  private static final int SEED = 0x9747b28c;
  private static final int MULTIPLIER = 0x5bd1e995;
  private static final int ROTATION = 24;

  private Partitioner() {}

  public static int partition(byte[] key, int partitions) {
    return (murmur2(key) & Integer.MAX_VALUE) % partitions;
  }

  /** MurmurHash2 of 32 bits by Austin Appleby, with the seed of Kafka's clients. */
  static int murmur2(byte[] data) {
    int hash = SEED ^ data.length;
    int at = 0;
    for (; at + 4 <= data.length; at += 4) {
      int word =
          (data[at] & 0xff)
              | ((data[at + 1] & 0xff) << 8)
              | ((data[at + 2] & 0xff) << 16)
              | ((data[at + 3] & 0xff) << 24);
      word *= MULTIPLIER;
      word ^= word >>> ROTATION;
      word *= MULTIPLIER;
      hash *= MULTIPLIER;
      hash ^= word;
    }
    return finish(data, at, hash);
  }

  private static int finish(byte[] data, int from, int begun) {
    int hash = begun;
    if (from < data.length) {
      for (int i = data.length - 1; i >= from; i--) {
        hash ^= (data[i] & 0xff) << (8 * (i - from));
      }
      hash *= MULTIPLIER;
    }
    hash ^= hash >>> 13;
    hash *= MULTIPLIER;
    return hash ^ (hash >>> 15);
  }
}
