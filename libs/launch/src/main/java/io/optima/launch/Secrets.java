package io.optima.launch;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Map;

/**
 * What the processes of one home share and nobody else knows.
 *
 * @param home tells this home from others on the same network; the same at every start
 * @param app sidecars show it to services
 * @param sidecar services show it to sidecars
 * @param node services show it to those that hold partitions of streams
 */
record Secrets(String home, String app, String sidecar, String node) {
  private static final SecureRandom RANDOM = new SecureRandom();

  static Secrets of(Home home) {
    return new Secrets(identity(home), random(24), random(24), random(24));
  }

  /** What services alone read. */
  Map<String, String> serviceEnvironment() {
    return Map.of("OPTIMA_STREAM_SECRET", node);
  }

  /** Names are Dapr's; both sides read the same ones. */
  Map<String, String> environment() {
    return Map.of("APP_API_TOKEN", app, "DAPR_API_TOKEN", sidecar);
  }

  static String random(int bytes) {
    byte[] value = new byte[bytes];
    RANDOM.nextBytes(value);
    return HexFormat.of().formatHex(value);
  }

  private static String identity(Home home) {
    try {
      if (!Files.exists(home.identity())) {
        Files.writeString(home.identity(), random(4));
      }
      return Files.readString(home.identity()).strip();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot keep " + home.identity(), e);
    }
  }
}
