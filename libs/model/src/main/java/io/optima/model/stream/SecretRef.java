package io.optima.model.stream;

import io.optima.model.OptimaException;
import io.optima.model.Shown;
import java.util.regex.Pattern;

/**
 * A secret that a Dapr secret store keeps; its entries are read when they are needed and are
 * nowhere else.
 *
 * @param store name of the Dapr component
 * @param name of the secret in it
 */
public record SecretRef(String store, String name) {
  private static final Pattern STORE = Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9._-]{0,252}");
  private static final int LONGEST = 512;

  public SecretRef {
    if (!STORE.matcher(store).matches()) {
      throw OptimaException.invalid(
          "secret store '%s' is not allowed: it is the name of a Dapr component", Shown.of(store));
    }
    if (name.isBlank() || name.length() > LONGEST) {
      throw OptimaException.invalid(
          "secret '%s' of store %s is not allowed: it has 1 to %d characters",
          Shown.of(name), store, LONGEST);
    }
  }

  @Override
  public String toString() {
    return store + "/" + name;
  }
}
