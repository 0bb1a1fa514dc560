package io.optima.query.stream;

import io.optima.model.stream.StreamRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Records as strange as they may be. */
final class RandomRecords {
  private static final long[] ODD_TIMES = {
    Long.MIN_VALUE, Long.MIN_VALUE + 1, -1, 0, 1, Long.MAX_VALUE - 1, Long.MAX_VALUE
  };

  private final Random random;

  RandomRecords(long seed) {
    this.random = new Random(seed);
  }

  /** Groups of up to 40 records, most of them about as late as the one before. */
  List<List<StreamRecord>> groups(int count) {
    List<List<StreamRecord>> groups = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      List<StreamRecord> group = new ArrayList<>();
      for (int left = random.nextInt(40); left >= 0; left--) {
        group.add(record(i));
      }
      groups.add(group);
    }
    return groups;
  }

  private StreamRecord record(int group) {
    List<StreamRecord.Header> headers = new ArrayList<>();
    for (int left = Math.max(0, random.nextInt(6) - 3); left > 0; left--) {
      headers.add(new StreamRecord.Header(List.of("", "h", "ä\0").get(random.nextInt(3)), bytes()));
    }
    return new StreamRecord(timestamp(group), bytes(), bytes(), headers);
  }

  private long timestamp(int group) {
    return random.nextInt(10) == 0
        ? ODD_TIMES[random.nextInt(ODD_TIMES.length)]
        : SealedStreams.APPENDED + 600_000_000L * group + random.nextInt(1_000_000_000);
  }

  private byte @Nullable [] bytes() {
    int length = random.nextInt(8) == 0 ? random.nextInt(20_000) : random.nextInt(12) - 3;
    if (length < 0) {
      return null;
    }
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }
}
