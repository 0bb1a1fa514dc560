package io.optima.cli.dataset;

import io.optima.cli.output.ProgressLine;
import io.optima.client.DatasetClient;
import io.optima.identity.MessageDigests;
import io.optima.model.ContentId;
import io.optima.model.ErrorCode;
import io.optima.model.OptimaException;
import io.optima.v1.ReadRequest;
import io.optima.v1.Version;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * Text or binary content as it is. Beside the file grows {@code <file>.<content id>.part}; the next
 * attempt goes on behind what is there. The digest of the whole decides before the file appears.
 */
final class RawDownload {
  private static final int NAME_LENGTH = 16;

  private final DatasetClient datasets;
  private final String pinned;
  private final Version version;

  RawDownload(DatasetClient datasets, String pinned, Version version) {
    this.datasets = datasets;
    this.pinned = pinned;
    this.version = version;
  }

  void to(OutputStream out) throws IOException {
    read(0, out);
    out.flush();
  }

  /**
   * Downloads to a file.
   *
   * @return its size
   */
  long to(Path file) throws IOException {
    Path part = part(file);
    long there = Files.exists(part) ? Files.size(part) : 0;
    if (there < version.getBytes() || there == 0) {
      try (OutputStream out =
          Files.newOutputStream(part, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
        read(there, out);
      }
    }
    check(part);
    Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
    return Files.size(file);
  }

  private void read(long offset, OutputStream out) throws IOException {
    ReadRequest request =
        ReadRequest.newBuilder().setReference(pinned).setByteOffset(offset).build();
    try (ProgressLine progress = new ProgressLine()) {
      datasets.read(
          request,
          out,
          received -> progress.bytes("downloading", offset + received, version.getBytes()));
    }
  }

  private void check(Path part) throws IOException {
    ContentId expected = ContentId.parse(version.getContentId());
    ContentId found = digest(expected, part);
    if (!found.equals(expected)) {
      Files.delete(part);
      throw OptimaException.of(
          ErrorCode.CORRUPT, "%s arrived as %s: nothing was kept, try again", expected, found);
    }
  }

  private static ContentId digest(ContentId expected, Path file) throws IOException {
    try (InputStream bytes = Files.newInputStream(file)) {
      return MessageDigests.ofBytes(expected.algorithm(), bytes);
    }
  }

  private Path part(Path file) {
    String hex = version.getContentId().substring(version.getContentId().indexOf(':') + 1);
    String name = hex.substring(0, Math.min(NAME_LENGTH, hex.length()));
    return file.resolveSibling(file.getFileName() + "." + name + ".part");
  }
}
