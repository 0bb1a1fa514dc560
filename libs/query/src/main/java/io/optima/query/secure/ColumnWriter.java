package io.optima.query.secure;

import io.optima.identity.ArrowSchemas;
import io.optima.identity.LeafDigests;
import io.optima.identity.LeafIndex;
import io.optima.identity.LeafRange;
import io.optima.model.DigestAlgorithm;
import io.optima.model.schema.Field;
import io.optima.model.schema.TableSchema;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowFileWriter;

/** Writes one decoded column of a segment, and digests what it writes. */
final class ColumnWriter implements AutoCloseable {
  private final DecodedColumns.Key key;
  private final Path path;
  private final FileChannel file;
  private final VectorSchemaRoot column;
  private final ArrowFileWriter writer;
  private final LeafDigests digests;

  private ColumnWriter(
      DecodedColumns.Key key,
      Path path,
      FileChannel file,
      VectorSchemaRoot column,
      DigestAlgorithm algorithm) {
    TableSchema schema = new TableSchema(List.of(key.field()));
    this.key = key;
    this.path = path;
    this.file = file;
    this.column = column;
    this.writer = new ArrowFileWriter(column, null, file);
    this.digests = new LeafDigests(algorithm, schema);
  }

  /** Writes what the vector holds at every {@link #write}; it stays the caller's. */
  static ColumnWriter open(
      DecodedColumns.Key key, FieldVector vector, DigestAlgorithm algorithm, Path path)
      throws IOException {
    Field field = key.field();
    var fields = ArrowSchemas.toArrow(new TableSchema(List.of(field))).getFields();
    VectorSchemaRoot column = new VectorSchemaRoot(fields, List.of(vector), 0);
    FileChannel file = FileChannel.open(path, StandardOpenOption.WRITE);
    return new ColumnWriter(key, path, file, column, algorithm);
  }

  void write(int rows) throws IOException {
    column.setRowCount(rows);
    digests.add(column);
    writer.writeBatch();
  }

  void finish() throws IOException {
    writer.end();
  }

  /** Whether it was the column that the content id vouches for, in the leaves from the first. */
  boolean matches(LeafIndex leaves, long firstRow, int index) {
    LeafIndex written = digests.finish();
    int firstLeaf = (int) (firstRow / LeafRange.LEAF_ROWS);
    for (int leaf = 0; leaf < written.leaves(); leaf++) {
      byte[] expected = leaves.columnDigest(firstLeaf + leaf, index);
      if (!Arrays.equals(expected, written.columnDigest(leaf, 0))) {
        return false;
      }
    }
    return true;
  }

  DecodedColumns.Key key() {
    return key;
  }

  Path path() {
    return path;
  }

  /** Closes the file, but neither the vector nor what the writer shares with the reader. */
  @Override
  public void close() throws IOException {
    file.close();
  }
}
