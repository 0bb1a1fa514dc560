package io.optima.query.publish;

import io.optima.identity.MessageDigests;
import io.optima.model.DigestAlgorithm;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;

/** Tells whether an upload is the same as an earlier one. */
final class Uploads {
  private Uploads() {}

  /** Digest over the uploaded bytes and everything that decides how they are read. */
  static String source(String sha256, PublishRequest request) {
    MessageDigest digest = MessageDigests.of(DigestAlgorithm.SHA256);
    String schema = request.schema() == null ? "" : request.schema().text();
    String all = "1\n" + sha256 + "\n" + request.format() + "\n" + request.csv() + "\n" + schema;
    digest.update(all.getBytes(StandardCharsets.UTF_8));
    return "sha256:" + HexFormat.of().formatHex(digest.digest());
  }
}
