package io.optima.identity;

import io.optima.model.schema.DataType;
import java.util.List;
import java.util.Objects;
import java.util.function.IntUnaryOperator;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.BaseIntVector;
import org.apache.arrow.vector.ExtensionTypeVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.NullVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.complex.RunEndEncodedVector;
import org.apache.arrow.vector.complex.StructVector;
import org.apache.arrow.vector.dictionary.DictionaryProvider;
import org.apache.arrow.vector.ipc.message.ArrowFieldNode;
import org.apache.arrow.vector.types.pojo.Field;

/** Turns one vector into the canonical vector of its type. */
final class Conversion {
  private final DictionaryProvider dictionaries;
  private final BufferAllocator allocator;

  Conversion(DictionaryProvider dictionaries, BufferAllocator allocator) {
    this.dictionaries = dictionaries;
    this.allocator = allocator;
  }

  /** The elements as the type's canonical vector, to be closed by the caller. */
  FieldVector convert(FieldVector source, String name, DataType type, Place place) {
    return convert(source, ArrowSchemas.toArrow(name, type), type, place);
  }

  private FieldVector convert(FieldVector source, Field field, DataType type, Place place) {
    FieldVector target = field.createVector(allocator);
    try {
      fill(source, target, type, place);
      return target;
    } catch (RuntimeException e) {
      target.close();
      throw e;
    }
  }

  private void fill(FieldVector source, FieldVector target, DataType type, Place place) {
    if (source.getField().getDictionary() != null) {
      decode(source, target, type, place);
    } else if (source instanceof ExtensionTypeVector<?> extension) {
      fill((FieldVector) extension.getUnderlyingVector(), target, type, place);
    } else if (source instanceof RunEndEncodedVector runs) {
      decodeRuns(runs, target, type, place);
    } else {
      byType(source, target, type, place);
    }
  }

  private void byType(FieldVector source, FieldVector target, DataType type, Place place) {
    switch (type) {
      case DataType.Struct struct -> struct(source, (StructVector) target, struct, place);
      case DataType.ListOf list -> list(source, (ListVector) target, type, place);
      case DataType.MapOf map -> list(source, (ListVector) target, type, place);
      case DataType.Simple simple -> flat(source, target, type, place);
      case DataType.Decimal decimal -> flat(source, target, type, place);
    }
  }

  private static void flat(FieldVector source, FieldVector target, DataType type, Place place) {
    if (ArrowSchemas.isCanonical(source.getField(), type)) {
      FlatConversions.check(source, place);
      share(source, target);
    } else {
      FlatConversions.convert(source, target, place);
    }
    if (target instanceof VarCharVector text) {
      Utf8Check.check(text, place);
    }
  }

  /** Lets the target hold the same buffers. */
  private static void share(FieldVector source, FieldVector target) {
    if (target instanceof NullVector) {
      target.setValueCount(source.getValueCount());
    } else {
      target.loadFieldBuffers(node(source), source.getFieldBuffers());
    }
  }

  private static ArrowFieldNode node(FieldVector source) {
    return new ArrowFieldNode(source.getValueCount(), source.getNullCount());
  }

  private void decode(FieldVector indices, FieldVector target, DataType type, Place place) {
    long id = Objects.requireNonNull(indices.getField().getDictionary()).getId();
    FieldVector values = dictionaries.lookup(id).getVector();
    BaseIntVector index = (BaseIntVector) indices;
    int count = indices.getValueCount();
    Place.Rows rows =
        value -> {
          for (int i = 0; i < count; i++) {
            if (!indices.isNull(i) && index.getValueAsLong(i) == value) {
              return place.rows().row(i);
            }
          }
          return -1;
        };
    try (FieldVector canonical = convert(values, target.getField(), type, place.child("", rows))) {
      gather(canonical, target, count, i -> entry(index, i, values.getValueCount(), place));
    }
  }

  private static int entry(BaseIntVector indices, int element, int entries, Place place) {
    if (((FieldVector) indices).isNull(element)) {
      return -1;
    }
    long entry = indices.getValueAsLong(element);
    if (entry < 0 || entry >= entries) {
      place.refuse(element, "number " + entry, "is not in the dictionary that came with it");
      return -1;
    }
    return (int) entry;
  }

  private void decodeRuns(
      RunEndEncodedVector runs, FieldVector target, DataType type, Place place) {
    int count = runs.getValueCount();
    Place.Rows rows =
        run -> {
          int first = run == 0 ? 0 : runEnd(runs, run - 1);
          return first < count ? place.rows().row(first) : -1;
        };
    int[] run = {0};
    try (FieldVector canonical =
        convert(runs.getValuesVector(), target.getField(), type, place.child("", rows))) {
      gather(
          canonical,
          target,
          count,
          i -> {
            while (runEnd(runs, run[0]) <= i) {
              run[0]++;
            }
            return run[0];
          });
    }
  }

  private static int runEnd(RunEndEncodedVector runs, int run) {
    return (int) ((BaseIntVector) runs.getRunEndsVector()).getValueAsLong(run);
  }

  /** Fills the target with elements of {@code values}; a negative number stands for null. */
  private static void gather(
      FieldVector values, FieldVector target, int count, IntUnaryOperator source) {
    if (target instanceof NullVector) {
      target.setValueCount(count);
      return;
    }
    target.setInitialCapacity(count);
    target.allocateNew();
    for (int i = 0; i < count; i++) {
      int from = source.applyAsInt(i);
      if (from < 0 || values.isNull(from)) {
        target.setNull(i);
      } else {
        target.copyFromSafe(from, i, values);
      }
    }
    target.setValueCount(count);
  }

  private void struct(FieldVector source, StructVector target, DataType.Struct type, Place place) {
    target.loadFieldBuffers(node(source), List.of(source.getValidityBuffer()));
    Place.Rows rows = element -> source.isNull(element) ? -1 : place.rows().row(element);
    List<FieldVector> children = source.getChildrenFromFields();
    for (int i = 0; i < children.size(); i++) {
      FieldVector child = target.getChildrenFromFields().get(i);
      String name = type.fields().get(i).name();
      fill(children.get(i), child, type.fields().get(i).type(), place.child("." + name, rows));
    }
  }

  private void list(FieldVector source, ListVector target, DataType type, Place place) {
    ListShape shape = ListShape.of(source);
    FieldVector elements = source.getChildrenFromFields().getFirst();
    Place inside = place.child("[]", element -> shape.row(element, place.rows()));
    DataType elementType = ArrowSchemas.childType(type, 0);
    if (type instanceof DataType.MapOf) {
      FlatConversions.checkKeys(elements, inside);
    }
    if (source instanceof ListVector) {
      target.loadFieldBuffers(node(source), source.getFieldBuffers());
      fill(elements, target.getDataVector(), elementType, inside);
      return;
    }
    shape.load(target, source, allocator);
    try (FieldVector canonical =
        convert(elements, target.getDataVector().getField(), elementType, inside)) {
      gather(canonical, target.getDataVector(), shape.total(), shape.elements());
    }
  }
}
