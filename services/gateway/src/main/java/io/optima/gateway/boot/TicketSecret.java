package io.optima.gateway.boot;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import org.jspecify.annotations.Nullable;

/** The secret under which tickets are signed: configured, or kept in a file only we can read. */
final class TicketSecret {
  private static final int BYTES = 32;

  private TicketSecret() {}

  static byte[] of(@Nullable String configured, Path home) {
    return configured == null
        ? kept(home.resolve("ticket-secret"))
        : configured.getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] kept(Path file) {
    try {
      if (!Files.exists(file)) {
        create(file);
      }
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot keep " + file, e);
    }
  }

  /** Written beside and linked, so that two gateways that start at once agree on one. */
  private static void create(Path file) throws IOException {
    byte[] secret = new byte[BYTES];
    new SecureRandom().nextBytes(secret);
    Files.createDirectories(file.getParent());
    Path mine = Files.createTempFile(file.getParent(), "ticket-secret", ".next", ownerOnly());
    try {
      Files.write(mine, secret);
      Files.createLink(file, mine);
    } catch (FileAlreadyExistsException other) {
      // theirs is as good as ours
    } finally {
      Files.delete(mine);
    }
  }

  private static FileAttribute<?>[] ownerOnly() {
    return FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
        }
        : new FileAttribute<?>[0];
  }
}
