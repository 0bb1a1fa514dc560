package io.optima.query.format;

import io.optima.model.OptimaException;
import io.optima.model.dataset.Format;
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

  private static final int MAGIC_AND_PADDING = 8;

  private final ArrowReader reader;

  ArrowFileRows(Path file, BufferAllocator allocator) throws IOException {
    boolean isFile = isFile(file);
    try (FileChannel channel = FileChannel.open(file)) {
      ArrowMessages.check(channel, isFile ? MAGIC_AND_PADDING : 0);
    }
    this.reader =
        isFile
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
  public OptimaException explain(Exception failure) {
    return SourceFailures.of(Format.ARROW, failure);
  }

  @Override
  public void close() throws IOException {
    reader.close();
  }
}
