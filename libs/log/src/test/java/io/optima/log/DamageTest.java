package io.optima.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.optima.model.ErrorCode;
import io.optima.model.OptimaException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;
import org.assertj.core.api.AbstractThrowableAssert;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** What was durable and is not what was written any more is refused, by name. */
final class DamageTest {
  private static final PartitionId PARTITION = new PartitionId(new UUID(5, 6), 3);
  private static final JournalSettings SETTINGS =
      JournalSettings.DEFAULT.withSegmentBytes(16 << 10);
  private static final String FIRST = Segment.name(1);

  private final SimulatedDisk disk = new SimulatedDisk(new SplittableRandom(1));

  private CoreDriver open() throws IOException {
    return new CoreDriver(disk, SETTINGS, 7);
  }

  /** Groups of one batch each; where each begins. */
  private List<Integer> write(int batches) throws IOException {
    CoreDriver journal = open();
    List<Integer> starts = new ArrayList<>();
    for (int i = 0; i < batches; i++) {
      byte[] payload = new byte[300];
      Arrays.fill(payload, (byte) (i + 1));
      journal.append(PARTITION, 1, 1, payload);
      starts.add(journal.core.state().end() - FrameHeader.frameBytes(300));
    }
    return starts;
  }

  private static AbstractThrowableAssert<?, ? extends Throwable> assertDamage(
      ThrowingCallable read) {
    return assertThatThrownBy(read)
        .isInstanceOfSatisfying(
            OptimaException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CORRUPT));
  }

  @Test
  void everyFlippedBitBeforeTheLastGroupIsRefusedWithItsPlace() throws IOException {
    List<Integer> starts = write(8);
    for (int position = SegmentHeader.BYTES; position < starts.getLast(); position += 5) {
      int frame = SegmentHeader.BYTES;
      for (int start : starts) {
        frame = start <= position ? start : frame;
      }
      if (position - frame >= FrameHeader.BYTES + 300 || position < starts.getFirst()) {
        continue;
      }
      disk.flip(FIRST, position, position % 8);
      assertDamage(this::open)
          .hasMessageContaining("simulated")
          .hasMessageContaining(FIRST + " at byte " + frame)
          .hasMessageContaining("partition " + PARTITION)
          .hasMessageContaining("offset");
      disk.flip(FIRST, position, position % 8);
    }
    assertThat(open().read(PARTITION, 0)).hasSize(8);
  }

  @Test
  void aTornLastGroupIsCutAndNeverComesBack() throws IOException {
    List<Integer> starts = write(3);
    disk.flip(FIRST, starts.getLast() + 100, 1);
    CoreDriver journal = open();
    assertThat(journal.read(PARTITION, 0)).hasSize(2);
    assertThat(journal.append(PARTITION, 1, 1, new byte[300]).firstOffset()).isEqualTo(2);
    disk.flip(FIRST, starts.getLast() + 100, 1);
    assertDamage(this::open);
    disk.flip(FIRST, starts.getLast() + 100, 1);
    assertThat(open().read(PARTITION, 2).getFirst().payload().get(0)).isZero();
  }

  @Test
  void aTornGroupOfSeveralIsCutAtTheFirstBadFrameThoughLaterOnesAreIntact() throws IOException {
    CoreDriver journal = open();
    journal.append(PARTITION, 1, 1, new byte[300]);
    int start = journal.core.state().end();
    for (int i = 0; i < 4; i++) {
      var _ = journal.offer(PARTITION, 1, 1, new byte[300]);
    }
    journal.write();
    disk.flip(FIRST, start + FrameHeader.frameBytes(300) + 70, 0);
    assertThat(open().read(PARTITION, 0)).hasSize(2);
  }

  @Test
  void damageBehindTheCheckpointIsRefusedByTheReader() throws IOException {
    CoreDriver journal = open();
    journal.append(PARTITION, 1, 1, new byte[300]);
    int start = journal.core.state().end();
    journal.append(PARTITION, 1, 1, new byte[300]);
    journal.append(PARTITION, 1, 1, new byte[300]);
    journal.checkpoint();
    disk.flip(FIRST, start + 80, 2);
    CoreDriver again = open();
    assertDamage(() -> again.read(PARTITION, 0))
        .hasMessageContaining(FIRST + " at byte " + start + " (partition " + PARTITION)
        .hasMessageContaining("offset 1");
  }

  @Test
  void aMissingSegmentIsRefused() throws IOException {
    write(120);
    byte[] second = disk.bytes(Segment.name(2));
    disk.delete(Segment.name(2));
    assertDamage(this::open).hasMessageContaining(Segment.name(2));
    disk.put(Segment.name(2), second);
    byte[] first = disk.bytes(FIRST);
    disk.delete(FIRST);
    assertDamage(this::open).hasMessageContaining(FIRST);
    disk.put(FIRST, first);
    assertThat(open().read(PARTITION, 0)).hasSize(120);
  }

  @Test
  void aSegmentsFirstBytesAreVouchedForToo() throws IOException {
    write(3);
    disk.flip(FIRST, 33, 3);
    assertDamage(this::open).hasMessageContaining(FIRST + " has no header of this journal");
  }

  @Test
  void aDamagedCheckpointIsReplacedByTheOneBeforeOrRefused() throws IOException {
    CoreDriver journal = open();
    journal.append(PARTITION, 1, 1, new byte[300]);
    journal.checkpoint();
    disk.flip(Checkpoint.slot(1), 40, 0);
    assertThat(open().read(PARTITION, 0)).hasSize(1);
    disk.flip(Checkpoint.slot(0), 40, 0);
    assertDamage(this::open).hasMessageContaining("checkpoint");
  }

  @Test
  void bytesOfAnotherSegmentAreNoFrames() throws IOException {
    List<Integer> starts = write(120);
    byte[] first = disk.bytes(FIRST);
    String last = disk.list().stream().filter(n -> n.endsWith(Segment.SUFFIX)).toList().getLast();
    byte[] bytes = disk.bytes(last);
    int end = starts.getLast() + FrameHeader.frameBytes(300);
    System.arraycopy(first, end, bytes, end, bytes.length - end);
    disk.put(last, bytes);
    assertThat(open().read(PARTITION, 0)).hasSize(120);
  }
}
