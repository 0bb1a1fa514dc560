package io.optima.identity;

import java.util.function.IntUnaryOperator;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.complex.FixedSizeListVector;
import org.apache.arrow.vector.complex.LargeListVector;
import org.apache.arrow.vector.complex.LargeListViewVector;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.complex.ListViewVector;
import org.apache.arrow.vector.ipc.message.ArrowFieldNode;

/** Where the elements of each list of a vector stand, whatever kind of list it is. */
final class ListShape {
  private final int[] starts;
  private final int[] lengths;
  private final int total;

  private interface Bound {
    long of(int list);
  }

  private ListShape(FieldVector source, Bound start, Bound end) {
    int count = source.getValueCount();
    starts = new int[count];
    lengths = new int[count];
    long sum = 0;
    for (int i = 0; i < count; i++) {
      if (!source.isNull(i)) {
        starts[i] = Math.toIntExact(start.of(i));
        lengths[i] = Math.toIntExact(end.of(i) - start.of(i));
        sum += lengths[i];
      }
    }
    total = Math.toIntExact(sum);
  }

  static ListShape of(FieldVector source) {
    return switch (source) {
      case ListVector v -> new ListShape(v, v::getElementStartIndex, v::getElementEndIndex);
      case LargeListVector v -> new ListShape(v, v::getElementStartIndex, v::getElementEndIndex);
      case ListViewVector v -> new ListShape(v, v::getElementStartIndex, v::getElementEndIndex);
      case LargeListViewVector v ->
          new ListShape(v, i -> start(v, i), i -> start(v, i) + size(v, i));
      case FixedSizeListVector v ->
          new ListShape(v, v::getElementStartIndex, v::getElementEndIndex);
      default -> throw new IllegalArgumentException(source.getField() + " is not a list");
    };
  }

  private static long start(LargeListViewVector lists, int list) {
    return lists.getOffsetBuffer().getLong((long) list * Long.BYTES);
  }

  private static long size(LargeListViewVector lists, int list) {
    return lists.getSizeBuffer().getLong((long) list * Long.BYTES);
  }

  /** Elements of all lists. */
  int total() {
    return total;
  }

  /** Row of the list that holds the element; -1 when none does. */
  long row(int element, Place.Rows rows) {
    for (int i = 0; i < starts.length; i++) {
      if (element >= starts[i] && element < starts[i] + lengths[i]) {
        return rows.row(i);
      }
    }
    return -1;
  }

  /** Gives the target these lists, one behind the other; its elements are still to come. */
  void load(ListVector target, FieldVector source, BufferAllocator allocator) {
    int count = starts.length;
    try (ArrowBuf offsets = allocator.buffer((count + 1L) * Integer.BYTES)) {
      int end = 0;
      offsets.writeInt(0);
      for (int length : lengths) {
        end += length;
        offsets.writeInt(end);
      }
      target.loadFieldBuffers(
          new ArrowFieldNode(count, source.getNullCount()),
          java.util.List.of(source.getValidityBuffer(), offsets));
    }
  }

  /** For each element of the lists one behind the other, in ascending calls: where it stands. */
  IntUnaryOperator elements() {
    return new IntUnaryOperator() {
      private int list;
      private int first;

      @Override
      public int applyAsInt(int element) {
        while (element >= first + lengths[list]) {
          first += lengths[list];
          list++;
        }
        return starts[list] + element - first;
      }
    };
  }
}
