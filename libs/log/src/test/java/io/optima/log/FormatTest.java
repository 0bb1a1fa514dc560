package io.optima.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The example in {@code docs/spec/journal.md} is what is written and what is read. */
final class FormatTest {
  private static final UUID JOURNAL = UUID.fromString("00112233-4455-6677-8899-aabbccddeeff");
  private static final long SALT = 0x0123456789abcdefL;
  private static final PartitionId PARTITION =
      new PartitionId(UUID.fromString("01234567-89ab-cdef-0123-456789abcdef"), 2);
  private static final ByteBuffer PAYLOAD =
      ByteBuffer.wrap("hello, log".getBytes(StandardCharsets.US_ASCII)).asReadOnlyBuffer();

  private static byte[] documented() throws IOException {
    String page = Files.readString(Path.of("../../docs/spec/journal.md"));
    String dump = page.substring(page.indexOf("```hex") + 6, page.lastIndexOf("```"));
    return HexFormat.of().parseHex(dump.replaceAll("(?m)^ *[0-9]+:|\\s", ""));
  }

  @Test
  void theExampleIsWhatIsWritten() throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(272);
    bytes.put(new SegmentHeader(JOURNAL, 1, SALT).encode());
    ByteBuffer nothing = ByteBuffer.allocate(0);
    FrameHeader.opened(0, 0).encode(nothing, SALT, bytes.position(), bytes);
    new FrameHeader(FrameKind.BATCH, PARTITION, 3, 4, 0, 64, PAYLOAD.remaining())
        .encode(PAYLOAD, SALT, bytes.position(), bytes);
    int group = bytes.position();
    new FrameHeader(FrameKind.FENCE, PARTITION, 0, 5, 0, group, 0)
        .encode(nothing, SALT, group, bytes);
    assertThat(dump(bytes.array())).isEqualTo(dump(documented()));
  }

  @Test
  void theExampleIsRead() throws IOException {
    SimulatedDisk disk = new SimulatedDisk(new SplittableRandom(1));
    Checkpoints.first(disk, new JournalState(JOURNAL));
    disk.put(Segment.name(1), Arrays.copyOf(documented(), 16 << 10));
    JournalState state = Recovery.recover(disk, new SplittableRandom(1));
    assertThat(state.partition(PARTITION).offsets()).isEqualTo(new PartitionOffsets(5, 0, 3));
    List<Batch> batches = JournalReader.read("example", state, PARTITION, 1, 100);
    assertThat(batches).containsExactly(new Batch(PARTITION, 4, 0, 3, PAYLOAD));
  }

  private static String dump(byte[] bytes) {
    StringBuilder dump = new StringBuilder();
    for (int at = 0; at < bytes.length; at += 16) {
      dump.append(String.format("%3d: ", at));
      for (int i = at; i < Math.min(bytes.length, at + 16); i++) {
        dump.append(String.format("%02x", bytes[i])).append(i % 4 == 3 ? " " : "");
      }
      dump.append('\n');
    }
    return dump.toString().replaceAll(" +\n", "\n");
  }
}
