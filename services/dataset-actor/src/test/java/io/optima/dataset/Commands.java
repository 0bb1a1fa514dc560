package io.optima.dataset;

import io.optima.model.ChunkDigest;
import io.optima.model.ContentId;
import io.optima.model.DatasetName;
import io.optima.model.DigestAlgorithm;
import io.optima.model.dataset.ContentKind;
import io.optima.model.dataset.Datasets.Author;
import io.optima.model.dataset.Datasets.ChangeSettings;
import io.optima.model.dataset.Datasets.Commit;
import io.optima.model.dataset.Datasets.Create;
import io.optima.model.dataset.Kind;
import io.optima.model.dataset.Manifest;
import io.optima.model.dataset.Settings;
import io.optima.model.schema.DataTypes;
import io.optima.model.schema.Field;
import io.optima.model.schema.TableSchema;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Commands for tests; a content is a number. */
final class Commands {
  static final DatasetName NAME = DatasetName.parse("sales/orders");
  static final Author OWNER = new Author("ada", false, "");
  static final Author STRANGER = new Author("mallory", false, "");
  static final Author ADMIN = new Author("root", true, "");

  private Commands() {}

  static Create create(String key) {
    return new Create(
        NAME,
        Kind.IMMUTABLE,
        DigestAlgorithm.SHA256,
        new Settings("ada", "", Map.of(), Set.of()),
        OWNER,
        key);
  }

  static Commit commit(long content, String key) {
    return commit(content, null, OWNER, key);
  }

  static Commit commit(long content, @Nullable Long base, Author author, String key) {
    return commit(table(content, schema("id", "int64")), base, false, author, key);
  }

  static Commit commit(
      Manifest manifest, @Nullable Long base, boolean allowBreaking, Author author, String key) {
    return new Commit(
        NAME, digest(7), manifest, 1, base, allowBreaking, null, List.of(), null, "", author, key);
  }

  static ChangeSettings describe(String description, String key) {
    return new ChangeSettings(NAME, null, description, OWNER, key);
  }

  static Manifest table(long content, TableSchema schema) {
    return new Manifest(
        1, ContentKind.TABLE, content(content), schema, "", content, 1, List.of(), digest(8));
  }

  static Manifest text(long content) {
    return new Manifest(1, ContentKind.TEXT, content(content), null, "", 0, 1, List.of(), null);
  }

  static TableSchema schema(String column, String type) {
    return new TableSchema(List.of(new Field(column, DataTypes.parse(type))));
  }

  static ContentId content(long number) {
    return ContentId.of(DigestAlgorithm.SHA256, bytes(number));
  }

  static ChunkDigest digest(long number) {
    return ChunkDigest.of(bytes(number));
  }

  private static byte[] bytes(long number) {
    return ByteBuffer.allocate(32).putLong(number).array();
  }
}
