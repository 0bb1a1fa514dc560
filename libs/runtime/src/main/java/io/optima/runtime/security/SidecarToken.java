package io.optima.runtime.security;

import io.optima.model.ErrorCode;
import io.optima.model.OptimaException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;

/**
 * The secret that the sidecar shows when it calls ({@code APP_API_TOKEN} of both processes). Who
 * calls an actor speaks for any principal, so without a secret nobody may.
 */
public record SidecarToken(String secret) {
  /** Header that carries it. */
  public static final String HEADER = "dapr-api-token";

  /**
   * Lets the sidecar pass.
   *
   * @throws OptimaException UNAUTHENTICATED for everybody else
   */
  void check(@Nullable String shown) {
    if (secret.isEmpty()) {
      throw new OptimaException(
          ErrorCode.UNAUTHENTICATED, "set APP_API_TOKEN for this process and for its sidecar");
    }
    if (!isShown(secret, shown)) {
      throw new OptimaException(ErrorCode.UNAUTHENTICATED, "only the sidecar may call this");
    }
  }

  /** Takes as long whatever is shown; an empty secret is never shown. */
  static boolean isShown(String secret, @Nullable String shown) {
    return shown != null && !secret.isEmpty() && MessageDigest.isEqual(bytes(shown), bytes(secret));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public String toString() {
    return "SidecarToken[…]";
  }
}
