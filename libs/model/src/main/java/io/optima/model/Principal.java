package io.optima.model;

import java.util.Set;

/** Who asks. Roles: {@code admin} may do everything; every other right comes from a policy. */
public record Principal(String name, Set<String> roles) {
  public static final String ADMIN = "admin";

  public Principal {
    if (!name.matches("[A-Za-z0-9][A-Za-z0-9._@-]{0,127}")) {
      throw OptimaException.invalid(
          "principal '%s' is not allowed: use letters, digits, . _ @ and -", Shown.of(name));
    }
    roles = Set.copyOf(roles);
  }

  public boolean isAdmin() {
    return roles.contains(ADMIN);
  }
}
