package io.optima.runtime.security;

import io.optima.model.ErrorCode;
import io.optima.model.OptimaException;
import io.optima.model.Principal;
import io.optima.runtime.security.TokenFile.Known;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Knows the principals of bearer tokens from a file that holds their digests. A changed file counts
 * from the next second on; one that cannot be read leaves things as they were.
 */
public final class TokenAuthenticator {
  private static final Logger log = LoggerFactory.getLogger(TokenAuthenticator.class);
  private static final Duration LOOK_AGAIN = Duration.ofSeconds(1);
  private static final String BEARER = "bearer ";
  private static final String BASIC = "basic ";

  private final Path file;
  private final Duration lookAgain;
  private volatile Loaded loaded = new Loaded(null, List.of(), System.nanoTime());

  public TokenAuthenticator(Path file) {
    this(file, LOOK_AGAIN);
  }

  /** Looks at the file again after that time. */
  TokenAuthenticator(Path file, Duration lookAgain) {
    this.file = file;
    this.lookAgain = lookAgain;
    reload();
  }

  private record Loaded(@Nullable FileTime changed, List<Known> tokens, long looked) {}

  /**
   * The principal of an authorization header.
   *
   * @throws OptimaException UNAUTHENTICATED when there is none, or the token is not known
   */
  public Principal authenticate(@Nullable String authorization) {
    byte[] digest = sha256(token(authorization));
    if (System.nanoTime() - loaded.looked() > lookAgain.toNanos()) {
      reload();
    }
    return principal(digest);
  }

  /**
   * The token of an authorization header: what follows {@code Bearer}, or the password after {@code
   * Basic}, since some clients know no other way.
   *
   * @throws OptimaException UNAUTHENTICATED when there is none
   */
  static String token(@Nullable String authorization) {
    if (authorization != null && hasScheme(authorization, BEARER)) {
      return authorization.substring(BEARER.length()).strip();
    }
    if (authorization != null && hasScheme(authorization, BASIC)) {
      return password(authorization.substring(BASIC.length()).strip());
    }
    throw unauthenticated(
        "no token: send the header 'authorization: Bearer <token>'; 'optima up' makes one");
  }

  private static boolean hasScheme(String authorization, String scheme) {
    return authorization.regionMatches(true, 0, scheme, 0, scheme.length());
  }

  private static String password(String credentials) {
    try {
      String pair = new String(Base64.getDecoder().decode(credentials), StandardCharsets.UTF_8);
      return pair.substring(pair.indexOf(':') + 1);
    } catch (IllegalArgumentException e) {
      throw unauthenticated("the Basic credentials are not Base64: give the token as password");
    }
  }

  /** A token that is not known may be a new one: the file is looked at once more. */
  private Principal principal(byte[] digest) {
    Principal found = find(digest);
    if (found == null) {
      reload();
      found = find(digest);
    }
    if (found == null) {
      throw unauthenticated("the token is not known here: it may be old or of another Optima");
    }
    return found;
  }

  /** Looks at every entry whatever it finds, so that time tells nothing. */
  private @Nullable Principal find(byte[] digest) {
    Principal found = null;
    for (Known token : loaded.tokens()) {
      if (MessageDigest.isEqual(token.sha256(), digest)) {
        found = token.principal();
      }
    }
    return found;
  }

  private synchronized void reload() {
    Loaded before = loaded;
    try {
      FileTime changed = Files.getLastModifiedTime(file);
      boolean same = changed.equals(before.changed());
      loaded = new Loaded(changed, same ? before.tokens() : read(), System.nanoTime());
    } catch (NoSuchFileException e) {
      loaded = new Loaded(null, List.of(), System.nanoTime());
    } catch (IOException | OptimaException | IllegalArgumentException e) {
      log.error("{} cannot be read, the tokens stay as they were", file, e);
      loaded = new Loaded(before.changed(), before.tokens(), System.nanoTime());
    }
  }

  private List<Known> read() throws IOException {
    return TokenFile.read(Files.readAllBytes(file));
  }

  private static byte[] sha256(String token) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static OptimaException unauthenticated(String message) {
    return new OptimaException(ErrorCode.UNAUTHENTICATED, message);
  }
}
