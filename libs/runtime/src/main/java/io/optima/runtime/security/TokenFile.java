package io.optima.runtime.security;

import io.optima.model.Principal;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;

/**
 * What {@code tokens.json} holds: {@code {"tokens": [{"sha256": "<hex of the token's SHA-256>",
 * "principal": "ada", "roles": ["admin"]}]}}. The tokens themselves are nowhere.
 */
record TokenFile(List<Entry> tokens) {
  TokenFile {
    tokens = List.copyOf(tokens);
  }

  record Entry(String sha256, String principal, Set<String> roles) {
    Known known() {
      return new Known(HexFormat.of().parseHex(sha256), new Principal(principal, roles));
    }
  }

  // Only compared by TokenAuthenticator, in constant time.
  @SuppressWarnings("ArrayRecordComponent")
  record Known(byte[] sha256, Principal principal) {}

  List<Known> known() {
    return tokens.stream().map(Entry::known).toList();
  }
}
