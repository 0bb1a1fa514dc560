package io.optima.bench;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.DateDayVector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowStreamWriter;

/** Random rows like those of lineitem, as a stream of Arrow IPC. */
final class ArrowBatches {
  private static final int ROWS = 65_536;
  private static final long SEED = 1;

  private ArrowBatches() {}

  /** Writes at least so many bytes; the same each time. */
  static void write(Path file, long bytes) throws IOException {
    Random random = new Random(SEED);
    try (RootAllocator allocator = new RootAllocator();
        BigIntVector key = new BigIntVector("key", allocator);
        Float8Vector quantity = new Float8Vector("quantity", allocator);
        Float8Vector price = new Float8Vector("price", allocator);
        VarCharVector flag = new VarCharVector("flag", allocator);
        DateDayVector day = new DateDayVector("day", allocator);
        VarCharVector comment = new VarCharVector("comment", allocator);
        VectorSchemaRoot root =
            new VectorSchemaRoot(List.of(key, quantity, price, flag, day, comment));
        OutputStream out = Files.newOutputStream(file);
        ArrowStreamWriter writer = new ArrowStreamWriter(root, null, Channels.newChannel(out))) {
      writer.start();
      for (long first = 0; writer.bytesWritten() < bytes; first += ROWS) {
        for (int row = 0; row < ROWS; row++) {
          key.setSafe(row, first + row);
          quantity.setSafe(row, 1 + random.nextInt(50));
          price.setSafe(row, random.nextInt(1_000_000) / 100.0);
          flag.setSafe(row, text("ANR".charAt(random.nextInt(3)), 1));
          day.setSafe(row, 9_000 + random.nextInt(2_000));
          comment.setSafe(row, text('a' + random.nextInt(26), 10 + random.nextInt(34)));
        }
        root.setRowCount(ROWS);
        writer.writeBatch();
      }
      writer.end();
    }
  }

  private static byte[] text(int letter, int length) {
    byte[] text = new byte[length];
    Arrays.fill(text, (byte) letter);
    return text;
  }
}
