package io.optima.runtime.security;

import io.optima.model.Principal;
import io.optima.store.Json;
import java.lang.reflect.Type;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.core.type.TypeReference;

/**
 * What {@code tokens.json} holds: {@code {"<hex of the token's SHA-256>": {"principal": "ada",
 * "roles": ["admin"]}}}. The tokens themselves are nowhere.
 */
final class TokenFile {
  private static final Type TOKENS = new TypeReference<Map<String, Holder>>() {}.getType();

  private TokenFile() {}

  private record Holder(String principal, Set<String> roles) {}

  // Only compared by TokenAuthenticator, in constant time.
  @SuppressWarnings("ArrayRecordComponent")
  record Known(byte[] sha256, Principal principal) {}

  /** All tokens of the file's content. */
  @SuppressWarnings("unchecked") // TOKENS is that type
  static List<Known> read(byte[] json) {
    Map<String, Holder> holders = (Map<String, Holder>) Json.read(json, TOKENS);
    return holders.entrySet().stream()
        .map(entry -> known(entry.getKey(), entry.getValue()))
        .toList();
  }

  private static Known known(String sha256, Holder holder) {
    return new Known(
        HexFormat.of().parseHex(sha256), new Principal(holder.principal(), holder.roles()));
  }
}
