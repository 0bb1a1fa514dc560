package io.optima.model;

import org.jspecify.annotations.Nullable;

/**
 * A dataset, or one version of it: {@code sales/orders}, {@code sales/orders@3} or {@code
 * sales/orders@sha256:…}. At most one of version and content is present; neither means the latest.
 *
 * @param version number from 1
 */
public record DatasetRef(DatasetName name, @Nullable Long version, @Nullable ContentId content) {
  public DatasetRef {
    if (version != null && content != null) {
      throw OptimaException.invalid("%s is pinned by version and by content id: use one", name);
    }
    if (version != null && version < 1) {
      throw OptimaException.invalid(
          "version %d of %s does not exist: they start at 1", version, name);
    }
  }

  public static DatasetRef latest(DatasetName name) {
    return new DatasetRef(name, null, null);
  }

  public static DatasetRef of(DatasetName name, long version) {
    return new DatasetRef(name, version, null);
  }

  /**
   * Reads {@code group/name[@version]}.
   *
   * @throws OptimaException INVALID_ARGUMENT when the text is not a reference
   */
  public static DatasetRef parse(String text) {
    int at = text.indexOf('@');
    if (at < 0) {
      return latest(DatasetName.parse(text));
    }
    return pinned(DatasetName.parse(text.substring(0, at)), text.substring(at + 1));
  }

  /** The version that {@code pin}, a number or a content id, names. */
  public static DatasetRef pinned(DatasetName name, String pin) {
    if (ContentId.looksLike(pin)) {
      return new DatasetRef(name, null, ContentId.parse(pin));
    }
    if (pin.equals("latest")) {
      return latest(name);
    }
    try {
      return of(name, Long.parseLong(pin));
    } catch (NumberFormatException e) {
      throw OptimaException.invalid(
          "'%s' is not a version of %s: use a number, a content id or 'latest'",
          Shown.of(pin), name);
    }
  }

  @Override
  public String toString() {
    if (version != null) {
      return name + "@" + version;
    }
    return content == null ? name.toString() : name + "@" + content;
  }
}
