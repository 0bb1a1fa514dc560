package io.optima.query.format;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.ipc.ArrowFileReader;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.ipc.ArrowStreamReader;

/** Rows of an Arrow IPC file or stream; its first bytes tell which. */
final class ArrowFileRows implements OpenRows {
  private static final byte[] FILE_MAGIC = "ARROW1".getBytes(StandardCharsets.US_ASCII);

  private final ArrowReader reader;

  ArrowFileRows(Path file, BufferAllocator allocator) throws IOException {
    this.reader =
        isFile(file)
            ? new ArrowFileReader(FileChannel.open(file), allocator)
            : new ArrowStreamReader(new BufferedInputStream(Files.newInputStream(file)), allocator);
  }

  private static boolean isFile(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return Arrays.equals(in.readNBytes(FILE_MAGIC.length), FILE_MAGIC);
    }
  }

  @Override
  public ArrowReader reader() {
    return reader;
  }

  @Override
  public void close() throws IOException {
    reader.close();
  }
}
