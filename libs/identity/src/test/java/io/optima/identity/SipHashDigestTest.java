package io.optima.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.optima.model.DigestAlgorithm;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

final class SipHashDigestTest {
  /** The first of {@code vectors_sip64} in vectors.h of github.com/veorq/SipHash. */
  private static final List<String> PUBLISHED =
      List.of(
          "310e0edd47db6f72",
          "fd67dc93c539f874",
          "5a4fa9d909806c0d",
          "2d7efbd796666785",
          "b7877127e09427cf",
          "8da699cd64557618",
          "cee3fe586e46c9cb",
          "37d1018bf50002ab",
          "6224939a79f5f593",
          "b0e4a90bdf82009e");

  private static byte[] counting(int length) {
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      bytes[i] = (byte) i;
    }
    return bytes;
  }

  @Test
  void agreesWithThePublishedVectors() {
    MessageDigest digest = MessageDigests.of(DigestAlgorithm.SIPHASH_2_4);
    for (int length = 0; length < PUBLISHED.size(); length++) {
      assertThat(HexFormat.of().formatHex(digest.digest(counting(length))))
          .isEqualTo(PUBLISHED.get(length));
    }
  }

  /** Appendix A of the paper: the bytes 00 to 0e give a129ca6149be45e5. */
  @Test
  void agreesWithThePaper() {
    byte[] digest = MessageDigests.of(DigestAlgorithm.SIPHASH_2_4).digest(counting(15));
    assertThat(digest).isEqualTo(HexFormat.of().parseHex("e545be4961ca29a1"));
  }

  @Test
  void agreesWithTheSpecificationHoweverTheBytesArrive() {
    MessageDigest digest = MessageDigests.of(DigestAlgorithm.SIPHASH_2_4);
    for (JsonNode vector : SpecVectors.read().get("siphash")) {
      byte[] bytes = counting(vector.get("length").asInt());
      for (byte b : bytes) {
        digest.update(b);
      }
      assertThat(HexFormat.of().formatHex(digest.digest()))
          .isEqualTo(vector.get("digest").asString());
    }
  }
}
