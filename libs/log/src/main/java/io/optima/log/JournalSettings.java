package io.optima.log;

import io.optima.model.OptimaException;
import java.time.Duration;

/**
 * How the journal writes ({@code optima.journal.*}).
 *
 * @param groupDelay so long after a group the next one is formed, or as long as a group takes to be
 *     synced when that is less: a batch waits at most that long for others to be synced with it,
 *     and not at all when little is to do
 * @param groupBytes so many waiting bytes are written and synced at once, without that delay
 * @param groupLimitBytes what gathered during a sync is written together up to this size; a larger
 *     batch is written alone
 * @param segmentBytes size of a segment file, allocated before it is used; a batch has to fit in
 *     one
 * @param checkpointBytes recovery replays at most about so much
 * @param waitingBytes of payload that may wait for its acknowledgement; more is refused
 */
public record JournalSettings(
    Duration groupDelay,
    int groupBytes,
    int groupLimitBytes,
    int segmentBytes,
    long checkpointBytes,
    long waitingBytes) {
  public static final JournalSettings DEFAULT =
      new JournalSettings(
          Duration.ofMillis(2), 512 << 10, 8 << 20, 64 << 20, 256L << 20, 128L << 20);

  /** Below this a segment would hold little more than its own frames. */
  private static final int SMALLEST_SEGMENT = 16 << 10;

  public JournalSettings {
    if (groupDelay.isNegative() || groupDelay.compareTo(Duration.ofSeconds(1)) > 0) {
      throw OptimaException.invalid(
          "optima.journal.group-delay is %s: it has to be between 0 and 1 s", groupDelay);
    }
    atLeast("group-bytes", groupBytes, 1);
    atLeast("group-limit-bytes", groupLimitBytes, groupBytes);
    atLeast("segment-bytes", segmentBytes, SMALLEST_SEGMENT);
    atLeast("checkpoint-bytes", checkpointBytes, segmentBytes);
    atLeast("waiting-bytes", waitingBytes, groupBytes);
  }

  private static void atLeast(String name, long value, long least) {
    if (value < least) {
      throw OptimaException.invalid(
          "optima.journal.%s is %d: it has to be at least %d", name, value, least);
    }
  }

  public JournalSettings withGroup(Duration delay, int bytes) {
    return new JournalSettings(
        delay, bytes, groupLimitBytes, segmentBytes, checkpointBytes, waitingBytes);
  }

  public JournalSettings withSegmentBytes(int bytes) {
    return new JournalSettings(
        groupDelay, groupBytes, groupLimitBytes, bytes, checkpointBytes, waitingBytes);
  }

  /** The largest payload one batch can have. */
  public int largestPayload() {
    return segmentBytes - SegmentHeader.BYTES - 3 * FrameHeader.BYTES;
  }
}
