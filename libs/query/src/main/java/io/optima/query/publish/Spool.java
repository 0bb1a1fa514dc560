package io.optima.query.publish;

import io.optima.identity.MessageDigests;
import io.optima.model.DigestAlgorithm;
import io.optima.store.IoFailures;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.security.MessageDigest;
import java.util.HexFormat;

/**
 * Puts an upload on local disk, so that it can be read as often as needed and nothing of it is kept
 * in memory.
 */
final class Spool {
  private static final int BUFFER = 1 << 18;

  private Spool() {}

  /** Reads what nobody needs, because clients expect their answer only behind their content. */
  static void drain(InputStream upload) {
    try {
      upload.transferTo(OutputStream.nullOutputStream());
    } catch (IOException e) {
      throw IoFailures.of("take in the upload", e);
    }
  }

  /** Takes the upload in, to its end; the SHA-256 of its bytes, in hexadecimal. */
  static String take(InputStream upload, Arriving target, PublishListener listener) {
    MessageDigest digest = MessageDigests.of(DigestAlgorithm.SHA256);
    long bytes = 0;
    try (OutputStream out = Files.newOutputStream(target.file())) {
      byte[] buffer = new byte[BUFFER];
      for (int read = upload.read(buffer); read >= 0; read = upload.read(buffer)) {
        digest.update(buffer, 0, read);
        out.write(buffer, 0, read);
        bytes += read;
        target.more(read);
        listener.progress(0, bytes);
      }
      target.end();
    } catch (IOException e) {
      throw IoFailures.of("take in the upload", e);
    }
    return HexFormat.of().formatHex(digest.digest());
  }
}
