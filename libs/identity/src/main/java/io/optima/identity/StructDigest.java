package io.optima.identity;

import io.optima.model.DigestAlgorithm;
import io.optima.model.schema.DataType;
import java.security.MessageDigest;
import java.util.List;
import org.apache.arrow.vector.FieldVector;

/** Structs: the digests of their fields, which are null where the struct is. */
final class StructDigest extends ColumnDigest {
  private final List<ColumnDigest> fields;

  StructDigest(DigestAlgorithm algorithm, DataType.Struct type, Scratch scratch) {
    super(algorithm, type);
    fields =
        type.fields().stream().map(f -> ColumnDigest.of(algorithm, f.type(), scratch)).toList();
  }

  @Override
  void addValues(FieldVector vector, int from, int elements, Mask valid) {
    List<FieldVector> children = vector.getChildrenFromFields();
    for (int i = 0; i < fields.size(); i++) {
      fields.get(i).add(children.get(i), from, elements, valid);
    }
  }

  @Override
  void finishValues(MessageDigest into) {
    fields.forEach(field -> into.update(field.finish()));
  }
}
