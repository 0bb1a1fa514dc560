package io.optima.testing.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.optima.client.Progress;
import io.optima.v1.Format;
import io.optima.v1.PublishResponse;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Memory stays bounded whatever the size: much more than the heap is published with {@code
 * -Xmx512m}.
 */
class LargePublishIT {
  /** The heap, as much again for DuckDB, and what a JVM and its libraries need beside. */
  private static final long MOST_RESIDENT = 2L << 30;

  @Test
  void moreThanTheHeapIsPublished() throws IOException {
    publish(768L << 20);
  }

  @Test
  @Tag("long")
  void fiveGigabytesArePublishedWithHalfAGigabyteOfHeap() throws IOException {
    publish(5L << 30);
  }

  private static void publish(long bytes) throws IOException {
    try (OptimaUnderTest optima =
            OptimaUnderTest.start(settings -> settings.withJvmOptions("-Xmx512m"));
        Lines lines = new Lines(bytes)) {
      PublishResponse published =
          optima
              .client()
              .datasets()
              .publish(
                  Publishing.header("large/rows", Format.FORMAT_CSV).build(), lines, Progress.NONE);

      assertThat(published.getVersion().getRows()).isEqualTo(lines.rows());
      assertThat(Queries.number(optima.client(), "select count(*) from large.rows"))
          .isEqualTo(lines.rows());
      assertThat(mostResident(optima.running().program("optima").pid())).isLessThan(MOST_RESIDENT);
    }
  }

  /** Peak of the process's resident memory in bytes, as Linux counts it. */
  private static long mostResident(long pid) throws IOException {
    try (Stream<String> lines = Files.lines(Path.of("/proc", String.valueOf(pid), "status"))) {
      String peak = lines.filter(line -> line.startsWith("VmHWM:")).findAny().orElseThrow();
      return Long.parseLong(peak.replaceAll("\\D", "")) << 10;
    }
  }

  /** CSV lines made on the fly. */
  private static final class Lines extends InputStream {
    private final long limit;
    private byte[] block = "id,text,value\n".getBytes(StandardCharsets.UTF_8);
    private int at;
    private long given;
    private long rows;

    Lines(long limit) {
      this.limit = limit;
    }

    long rows() {
      return rows;
    }

    @Override
    public int read() {
      throw new IllegalStateException("read blocks");
    }

    @Override
    public int read(byte[] target, int offset, int length) {
      if (at == block.length && !fill()) {
        return -1;
      }
      int count = Math.min(length, block.length - at);
      System.arraycopy(block, at, target, offset, count);
      at += count;
      given += count;
      return count;
    }

    private boolean fill() {
      if (given >= limit) {
        return false;
      }
      StringBuilder lines = new StringBuilder();
      for (int line = 0; line < 1000; line++, rows++) {
        long mixed = rows * 0x9E3779B97F4A7C15L;
        lines.append(rows).append(",\"row ").append(Long.toHexString(mixed));
        lines.append(" of the large table\",").append(mixed % 1_000_000).append(".25\n");
      }
      block = lines.toString().getBytes(StandardCharsets.UTF_8);
      at = 0;
      return true;
    }
  }
}
