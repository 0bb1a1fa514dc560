package io.optima.jdbc;

import io.optima.model.Principal;
import io.optima.model.stream.SecretRef;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How to get into a database, and who may.
 *
 * @param url of JDBC: the address of a server or the path of a file, see {@code
 *     docs/guides/databases.md}
 * @param user of the database; null: the secret names it, or none is needed
 * @param allowed names of principals that may use it, besides administrators; null: nobody else
 * @param secret with entries {@code username} and {@code password}; null: none is needed
 */
public record ConnectionSettings(
    String url, @Nullable String user, @Nullable Set<String> allowed, @Nullable SecretRef secret) {
  public ConnectionSettings {
    allowed = allowed == null ? Set.of() : Set.copyOf(allowed);
  }

  boolean allows(Principal principal) {
    return principal.isAdmin() || (allowed != null && allowed.contains(principal.name()));
  }
}
