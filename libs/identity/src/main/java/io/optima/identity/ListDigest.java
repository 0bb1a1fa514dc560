package io.optima.identity;

import io.optima.model.DigestAlgorithm;
import io.optima.model.schema.DataType;
import java.security.MessageDigest;
import java.util.List;
import org.apache.arrow.vector.FieldVector;

/** Lists and maps: digests over all their elements (keys, values), and their lengths. */
final class ListDigest extends ColumnDigest {
  private final List<ColumnDigest> elements;
  private final boolean map;
  private final LengthsDigest lengths;

  ListDigest(DigestAlgorithm algorithm, DataType.ListOf type, Scratch scratch) {
    super(algorithm, type);
    this.elements = List.of(ColumnDigest.of(algorithm, type.element(), scratch));
    this.map = false;
    this.lengths = new LengthsDigest(algorithm, scratch);
  }

  ListDigest(DigestAlgorithm algorithm, DataType.MapOf type, Scratch scratch) {
    super(algorithm, type);
    this.elements =
        List.of(
            ColumnDigest.of(algorithm, type.key(), scratch),
            ColumnDigest.of(algorithm, type.value(), scratch));
    this.map = true;
    this.lengths = new LengthsDigest(algorithm, scratch);
  }

  @Override
  void addValues(FieldVector vector, int from, int count, Mask valid) {
    FieldVector data = vector.getChildrenFromFields().getFirst();
    List<FieldVector> children = map ? data.getChildrenFromFields() : List.of(data);
    lengths.add(
        vector.getOffsetBuffer(),
        from,
        count,
        valid,
        (start, length) -> addElements(children, start, length));
  }

  private void addElements(List<FieldVector> children, int start, int length) {
    for (int i = 0; i < elements.size(); i++) {
      elements.get(i).add(children.get(i), start, length, Mask.ALL);
    }
  }

  @Override
  void finishValues(MessageDigest into) {
    elements.forEach(element -> into.update(element.finish()));
    lengths.finish(into);
  }
}
