package io.optima.runtime.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.optima.model.OptimaException;
import io.optima.model.Principal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokenAuthenticatorTest {
  @TempDir private Path home;

  private static String entry(String token, String principal, String roles) throws Exception {
    byte[] digest =
        MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
    return "\"%s\":{\"principal\":\"%s\",\"roles\":[%s]}"
        .formatted(HexFormat.of().formatHex(digest), principal, roles);
  }

  private Path write(String... entries) throws Exception {
    return Files.writeString(home.resolve("tokens.json"), "{" + String.join(",", entries) + "}");
  }

  @Test
  void aKnownTokenIsItsPrincipal() throws Exception {
    TokenAuthenticator tokens =
        new TokenAuthenticator(
            write(entry("secret", "root", "\"admin\""), entry("other", "ada", "")));
    assertThat(tokens.authenticate("Bearer secret"))
        .isEqualTo(new Principal("root", Set.of("admin")));
    assertThat(tokens.authenticate("bearer other").isAdmin()).isFalse();
    String basic =
        Base64.getEncoder().encodeToString("any:secret".getBytes(StandardCharsets.UTF_8));
    assertThat(tokens.authenticate("Basic " + basic).name()).isEqualTo("root");
  }

  @Test
  void everythingElseIsRefused() throws Exception {
    TokenAuthenticator tokens = new TokenAuthenticator(write(entry("secret", "root", "")));
    for (String header :
        new String[] {null, "", "Bearer", "Bearer ", "Bearer nope", "Basic !", "Digest secret"}) {
      assertThatThrownBy(() -> tokens.authenticate(header)).isInstanceOf(OptimaException.class);
    }
  }

  @Test
  void withoutAFileNobodyIsKnown() {
    TokenAuthenticator tokens = new TokenAuthenticator(home.resolve("tokens.json"));
    assertThatThrownBy(() -> tokens.authenticate("Bearer secret"))
        .isInstanceOf(OptimaException.class);
  }

  @Test
  void changesCountSoonAndNonsenseDoesNot() throws Exception {
    Path file = write(entry("secret", "root", ""));
    TokenAuthenticator tokens = new TokenAuthenticator(file, Duration.ZERO);
    write(entry("fresh", "ada", ""));
    touch(file, 1);
    assertThat(tokens.authenticate("Bearer fresh").name()).isEqualTo("ada");
    assertThatThrownBy(() -> tokens.authenticate("Bearer secret"))
        .isInstanceOf(OptimaException.class);
    Files.writeString(file, "{\"abc");
    touch(file, 2);
    assertThat(tokens.authenticate("Bearer fresh").name()).isEqualTo("ada");
  }

  /** Times of files may be too coarse for a test. */
  private static void touch(Path file, int seconds) throws Exception {
    Files.setLastModifiedTime(file, FileTime.from(Instant.now().plusSeconds(seconds)));
  }
}
