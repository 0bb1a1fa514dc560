package io.optima.identity;

import io.optima.model.ContentId;
import io.optima.model.DigestAlgorithm;
import io.optima.model.schema.Field;
import io.optima.model.schema.TableSchema;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/** What a table is, independent of how its rows are stored. */
public record TableIdentity(ContentId id, LeafIndex leaves) {
  private static final byte[] FORMAT = "optima-table-1".getBytes(StandardCharsets.US_ASCII);

  public static TableIdentity of(TableSchema schema, LeafIndex leaves) {
    byte[] root = leaves.rootBytes();
    return new TableIdentity(id(leaves.algorithm(), schema, leaves.rows(), root), leaves);
  }

  static ContentId id(DigestAlgorithm algorithm, TableSchema schema, long rows, byte[] root) {
    MessageDigest digest = Tag.TABLE.start(algorithm);
    digest.update(FORMAT);
    number(digest, schema.fields().size());
    for (Field field : schema.fields()) {
      text(digest, field.name());
      text(digest, field.type().text());
    }
    byte[] count = new byte[Long.BYTES];
    Bits.LONG.set(count, 0, rows);
    digest.update(count);
    return ContentId.of(algorithm, digest.digest(root));
  }

  private static void text(MessageDigest digest, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    number(digest, bytes.length);
    digest.update(bytes);
  }

  private static void number(MessageDigest digest, int value) {
    byte[] bytes = new byte[Integer.BYTES];
    Bits.INT.set(bytes, 0, value);
    digest.update(bytes);
  }

  /** The Merkle root in hexadecimal. */
  public String root() {
    return leaves.root();
  }

  public long rows() {
    return leaves.rows();
  }
}
