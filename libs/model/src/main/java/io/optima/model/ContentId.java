package io.optima.model;

import java.util.HexFormat;

/** What a version contains, proven: {@code sha256:<hex>}. */
public record ContentId(DigestAlgorithm algorithm, String hex) {
  public ContentId {
    if (hex.length() != 2 * algorithm.bytes() || !hex.matches("[0-9a-f]*")) {
      throw OptimaException.invalid(
          "content id '%s:%s' is not valid: %s has %d hexadecimal digits in lower case",
          algorithm.text(), Shown.of(hex), algorithm.text(), 2 * algorithm.bytes());
    }
  }

  public static ContentId of(DigestAlgorithm algorithm, byte[] digest) {
    return new ContentId(algorithm, HexFormat.of().formatHex(digest));
  }

  /**
   * Reads {@code algorithm:hex}.
   *
   * @throws OptimaException INVALID_ARGUMENT when the text is not a content id
   */
  public static ContentId parse(String text) {
    int colon = text.indexOf(':');
    if (colon < 0) {
      throw OptimaException.invalid(
          "content id '%s' is not of the form algorithm:hex", Shown.of(text));
    }
    return new ContentId(
        DigestAlgorithm.parse(text.substring(0, colon)), text.substring(colon + 1));
  }

  /** Whether the text starts like a content id, so that a version number can be told from one. */
  public static boolean looksLike(String text) {
    return text.indexOf(':') > 0;
  }

  public byte[] bytes() {
    return HexFormat.of().parseHex(hex);
  }

  @Override
  public String toString() {
    return algorithm.text() + ":" + hex;
  }
}
