package io.optima.model;

/** How a dataset's content ids are computed; chosen when it is created. */
public enum DigestAlgorithm {
  SHA256("sha256", 32),
  MD5("md5", 16),
  SIPHASH_2_4("siphash-2-4", 8);

  private final String text;
  private final int bytes;

  DigestAlgorithm(String text, int bytes) {
    this.text = text;
    this.bytes = bytes;
  }

  /** The name as it stands before the colon of a content id. */
  public String text() {
    return text;
  }

  /** Length of a digest in bytes. */
  public int bytes() {
    return bytes;
  }

  /**
   * The algorithm of that name.
   *
   * @throws OptimaException INVALID_ARGUMENT for any other name
   */
  public static DigestAlgorithm parse(String text) {
    for (DigestAlgorithm algorithm : values()) {
      if (algorithm.text.equals(text)) {
        return algorithm;
      }
    }
    throw OptimaException.invalid(
        "digest algorithm '%s' is unknown: use sha256, md5 or siphash-2-4", Shown.of(text));
  }
}
