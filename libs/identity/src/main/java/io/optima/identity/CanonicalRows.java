package io.optima.identity;

import io.optima.model.schema.Field;
import io.optima.model.schema.TableSchema;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.dictionary.DictionaryProvider;

/**
 * Rows in any Arrow layout, made canonical: dictionaries and runs decoded, large and view layouts,
 * units and widths brought to those of {@link ArrowSchemas#toArrow}. Columns that are canonical
 * already are shared, not copied.
 */
public final class CanonicalRows {
  private CanonicalRows() {}

  /** {@link #normalize(VectorSchemaRoot, DictionaryProvider, long, BufferAllocator)}. */
  public static VectorSchemaRoot normalize(VectorSchemaRoot rows, BufferAllocator allocator) {
    return normalize(rows, new DictionaryProvider.MapDictionaryProvider(), 0, allocator);
  }

  /**
   * The same rows in canonical Arrow.
   *
   * @param dictionaries of the reader that the rows come from
   * @param firstRow number of the first of these rows, from 0, for messages; these count from 1
   * @param allocator has the same root as the one of the rows
   * @return to be closed by the caller; the rows given stay theirs
   * @throws io.optima.model.OptimaException FAILED_PRECONDITION naming column, row and value when a
   *     value has no canonical form
   */
  public static VectorSchemaRoot normalize(
      VectorSchemaRoot rows,
      DictionaryProvider dictionaries,
      long firstRow,
      BufferAllocator allocator) {
    TableSchema schema = ArrowSchemas.fromArrow(rows.getSchema(), dictionaries);
    Conversion conversion = new Conversion(dictionaries, allocator);
    List<FieldVector> columns = new ArrayList<>();
    try {
      for (int i = 0; i < schema.fields().size(); i++) {
        Field field = schema.fields().get(i);
        Place place = new Place(field.name(), element -> firstRow + element);
        columns.add(conversion.convert(rows.getVector(i), field.name(), field.type(), place));
      }
    } catch (RuntimeException e) {
      columns.forEach(FieldVector::close);
      throw e;
    }
    return new VectorSchemaRoot(
        ArrowSchemas.toArrow(schema).getFields(), columns, rows.getRowCount());
  }
}
