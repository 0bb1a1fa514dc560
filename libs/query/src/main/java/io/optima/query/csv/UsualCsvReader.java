package io.optima.query.csv;

import io.optima.identity.ArrowSchemas;
import io.optima.model.schema.DataType;
import io.optima.model.schema.Field;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * Rows of usual CSV in canonical Arrow. Only what is written as a value of its type usually is
 * becomes one: for the rest {@link #loadNextBatch} throws {@link UnusualCsvException}, and nothing
 * read so far counts.
 */
public final class UsualCsvReader extends ArrowReader {
  private static final int BUFFER = 1 << 20;

  private final UsualCsv csv;
  private final InputStream in;
  private final CsvRecords records;
  private final List<CsvColumn> columns;

  /**
   * Reads {@code in} from its beginning and closes it with the reader.
   *
   * @param longest record in bytes that is read
   */
  public UsualCsvReader(InputStream in, UsualCsv csv, int longest, BufferAllocator allocator) {
    this(in, csv, BUFFER, longest, allocator);
  }

  UsualCsvReader(
      InputStream in, UsualCsv csv, int bufferBytes, int longest, BufferAllocator allocator) {
    super(allocator);
    this.csv = csv;
    this.in = in;
    this.records = new CsvRecords(in, csv, bufferBytes, longest);
    this.columns = csv.columns().fields().stream().map(this::column).toList();
  }

  private CsvColumn column(Field field) {
    return switch ((DataType.Simple) field.type()) {
      case UTF8 -> new TextColumn(csv.nullBytes());
      case BOOL -> new FixedColumn(csv.nullBytes(), CsvValues::bool, FixedColumn.Width.BIT);
      case DATE -> new FixedColumn(csv.nullBytes(), CsvValues::date, FixedColumn.Width.INT);
      case INT64 -> new FixedColumn(csv.nullBytes(), CsvValues::int64, FixedColumn.Width.LONG);
      case FLOAT64 -> new FixedColumn(csv.nullBytes(), CsvValues::float64, FixedColumn.Width.LONG);
      case TIME -> new FixedColumn(csv.nullBytes(), CsvValues::time, FixedColumn.Width.LONG);
      case TIMESTAMP ->
          new FixedColumn(csv.nullBytes(), CsvValues::timestamp, FixedColumn.Width.LONG);
      case TIMESTAMP_UTC ->
          new FixedColumn(csv.nullBytes(), CsvValues::timestampUtc, FixedColumn.Width.LONG);
      default -> throw new IllegalArgumentException(field.type().text());
    };
  }

  @Override
  public boolean loadNextBatch() throws IOException {
    prepareLoadNextBatch();
    if (!records.load()) {
      return false;
    }
    VectorSchemaRoot root = getVectorSchemaRoot();
    root.clear();
    for (int column = 0; column < columns.size(); column++) {
      columns.get(column).load(records, column, root.getVector(column));
    }
    root.setRowCount(records.rows());
    return true;
  }

  @Override
  public long bytesRead() {
    return 0;
  }

  @Override
  protected void closeReadSource() throws IOException {
    in.close();
  }

  @Override
  protected Schema readSchema() {
    return ArrowSchemas.toArrow(csv.columns());
  }
}
