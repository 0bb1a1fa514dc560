package io.optima.identity;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Objects;
import java.util.function.IntConsumer;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.DateDayVector;
import org.apache.arrow.vector.DateMilliVector;
import org.apache.arrow.vector.Decimal256Vector;
import org.apache.arrow.vector.DecimalVector;
import org.apache.arrow.vector.DurationVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.FixedSizeBinaryVector;
import org.apache.arrow.vector.Float2Vector;
import org.apache.arrow.vector.Float4Vector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.IntervalDayVector;
import org.apache.arrow.vector.IntervalMonthDayNanoVector;
import org.apache.arrow.vector.IntervalYearVector;
import org.apache.arrow.vector.LargeVarBinaryVector;
import org.apache.arrow.vector.LargeVarCharVector;
import org.apache.arrow.vector.TimeMicroVector;
import org.apache.arrow.vector.TimeMilliVector;
import org.apache.arrow.vector.TimeNanoVector;
import org.apache.arrow.vector.TimeSecVector;
import org.apache.arrow.vector.TimeStampVector;
import org.apache.arrow.vector.VarBinaryVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.ViewVarBinaryVector;
import org.apache.arrow.vector.ViewVarCharVector;
import org.apache.arrow.vector.complex.FixedSizeListVector;
import org.apache.arrow.vector.complex.LargeListVector;
import org.apache.arrow.vector.complex.LargeListViewVector;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.complex.ListViewVector;
import org.apache.arrow.vector.complex.RunEndEncodedVector;
import org.apache.arrow.vector.dictionary.Dictionary;
import org.apache.arrow.vector.dictionary.DictionaryProvider;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.DictionaryEncoding;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;

/** The same elements in other Arrow layouts. */
final class Encodings {
  private final BufferAllocator allocator;
  private final DictionaryProvider.MapDictionaryProvider dictionaries;

  Encodings(BufferAllocator allocator, DictionaryProvider.MapDictionaryProvider dictionaries) {
    this.allocator = allocator;
    this.dictionaries = dictionaries;
  }

  /** A vector named like the canonical one; dictionaries go to the provider. */
  FieldVector encode(FieldVector canonical, String encoding) {
    return switch (encoding) {
      case "dictionary" -> dictionary(canonical);
      case "run_end_encoded" -> runs(canonical);
      default ->
          canonical instanceof ListVector list ? lists(list, encoding) : flat(canonical, encoding);
    };
  }

  private FieldVector flat(FieldVector canonical, String encoding) {
    return switch (canonical) {
      case Float4Vector v -> half(v);
      case DecimalVector v -> decimal(v);
      case VarCharVector v -> encoding.equals("large") ? largeText(v) : viewText(v);
      case VarBinaryVector v -> binary(v, encoding);
      case DateDayVector v -> date(v);
      case TimeMicroVector v -> time(v, encoding);
      case TimeStampVector v -> timestamp(v, encoding);
      case IntervalMonthDayNanoVector v -> interval(v, encoding);
      case BitVector v -> copy(v, new BitVector("v", allocator));
      default -> throw new IllegalArgumentException(encoding);
    };
  }

  private <V extends FieldVector> V each(FieldVector from, V to, IntConsumer set) {
    to.setInitialCapacity(from.getValueCount());
    to.allocateNew();
    for (int i = 0; i < from.getValueCount(); i++) {
      if (from.isNull(i)) {
        to.setNull(i);
      } else {
        set.accept(i);
      }
    }
    to.setValueCount(from.getValueCount());
    return to;
  }

  private <V extends FieldVector> V copy(FieldVector from, V to) {
    return each(from, to, i -> to.copyFromSafe(i, i, from));
  }

  private FieldVector half(Float4Vector from) {
    Float2Vector to = new Float2Vector("v", allocator);
    return each(from, to, i -> to.set(i, Float.floatToFloat16(from.get(i))));
  }

  private FieldVector decimal(DecimalVector from) {
    Decimal256Vector to =
        new Decimal256Vector("v", allocator, from.getPrecision(), from.getScale());
    return each(from, to, i -> to.set(i, Objects.requireNonNull(from.getObject(i))));
  }

  private FieldVector largeText(VarCharVector from) {
    LargeVarCharVector to = new LargeVarCharVector("v", allocator);
    return each(from, to, i -> to.setSafe(i, from.get(i)));
  }

  private FieldVector viewText(VarCharVector from) {
    ViewVarCharVector to = new ViewVarCharVector("v", allocator);
    return each(from, to, i -> to.setSafe(i, from.get(i)));
  }

  private FieldVector binary(VarBinaryVector from, String encoding) {
    return switch (encoding) {
      case "large" -> {
        LargeVarBinaryVector to = new LargeVarBinaryVector("v", allocator);
        yield each(from, to, i -> to.setSafe(i, from.get(i)));
      }
      case "view" -> {
        ViewVarBinaryVector to = new ViewVarBinaryVector("v", allocator);
        yield each(
            from, to, i -> to.setSafe(i, ByteBuffer.wrap(from.get(i)), 0, from.get(i).length));
      }
      default -> {
        FixedSizeBinaryVector to = new FixedSizeBinaryVector("v", allocator, 4);
        yield each(from, to, i -> to.set(i, from.get(i)));
      }
    };
  }

  private FieldVector date(DateDayVector from) {
    DateMilliVector to = new DateMilliVector("v", allocator);
    return each(from, to, i -> to.set(i, from.get(i) * 86_400_000L));
  }

  private FieldVector time(TimeMicroVector from, String encoding) {
    return switch (encoding) {
      case "time32_s" -> {
        TimeSecVector to = new TimeSecVector("v", allocator);
        yield each(from, to, i -> to.set(i, (int) (from.get(i) / 1_000_000)));
      }
      case "time32_ms" -> {
        TimeMilliVector to = new TimeMilliVector("v", allocator);
        yield each(from, to, i -> to.set(i, (int) (from.get(i) / 1_000)));
      }
      default -> {
        TimeNanoVector to = new TimeNanoVector("v", allocator);
        yield each(from, to, i -> to.set(i, from.get(i) * 1_000));
      }
    };
  }

  private FieldVector timestamp(TimeStampVector from, String encoding) {
    String zone = ((ArrowType.Timestamp) from.getField().getType()).getTimezone();
    return switch (encoding) {
      case "timestamp_s" -> timestamp(from, TimeUnit.SECOND, zone, 1, 1_000_000);
      case "timestamp_ms" -> timestamp(from, TimeUnit.MILLISECOND, zone, 1, 1_000);
      case "timestamp_ns" -> timestamp(from, TimeUnit.NANOSECOND, zone, 1_000, 1);
      default -> timestamp(from, TimeUnit.MICROSECOND, encoding.substring("zone:".length()), 1, 1);
    };
  }

  private FieldVector timestamp(
      TimeStampVector from, TimeUnit unit, String zone, long times, long by) {
    FieldType type = FieldType.nullable(new ArrowType.Timestamp(unit, zone));
    TimeStampVector to = (TimeStampVector) type.createNewSingleVector("v", allocator, null);
    return each(from, to, i -> to.set(i, from.get(i) * times / by));
  }

  private FieldVector interval(IntervalMonthDayNanoVector from, String encoding) {
    return switch (encoding) {
      case "duration_us" -> duration(from, TimeUnit.MICROSECOND, 1_000);
      case "duration_ns" -> duration(from, TimeUnit.NANOSECOND, 1);
      case "year_month" -> {
        IntervalYearVector to = new IntervalYearVector("v", allocator);
        yield each(
            from,
            to,
            i -> to.set(i, IntervalMonthDayNanoVector.getMonths(from.getDataBuffer(), i)));
      }
      default -> {
        IntervalDayVector to = new IntervalDayVector("v", allocator);
        yield each(
            from,
            to,
            i ->
                to.set(
                    i,
                    IntervalMonthDayNanoVector.getDays(from.getDataBuffer(), i),
                    (int) (nanos(from, i) / 1_000_000)));
      }
    };
  }

  private FieldVector duration(IntervalMonthDayNanoVector from, TimeUnit unit, long by) {
    DurationVector to =
        new DurationVector("v", FieldType.nullable(new ArrowType.Duration(unit)), allocator);
    return each(from, to, i -> to.set(i, nanos(from, i) / by));
  }

  private static long nanos(IntervalMonthDayNanoVector from, int i) {
    return IntervalMonthDayNanoVector.getNanoseconds(from.getDataBuffer(), i);
  }

  /** Every element is its own entry of the dictionary, in reverse order. */
  private FieldVector dictionary(FieldVector canonical) {
    int count = canonical.getValueCount();
    FieldVector values = canonical.getField().createVector(allocator);
    values.setInitialCapacity(count);
    values.allocateNew();
    for (int i = 0; i < count; i++) {
      if (!canonical.isNull(count - 1 - i)) {
        values.copyFromSafe(count - 1 - i, i, canonical);
      }
    }
    values.setValueCount(count);
    DictionaryEncoding encoding = new DictionaryEncoding(7, false, new ArrowType.Int(64, true));
    dictionaries.put(new Dictionary(values, encoding));
    BigIntVector indices =
        new BigIntVector(
            "v", new FieldType(true, new ArrowType.Int(64, true), encoding), allocator);
    return each(canonical, indices, i -> indices.set(i, count - 1 - i));
  }

  /** Equal neighbours share a run. */
  private FieldVector runs(FieldVector canonical) {
    IntVector ends = new IntVector("run_ends", allocator);
    FieldVector values = canonical.getField().createVector(allocator);
    ends.allocateNew(canonical.getValueCount());
    values.setInitialCapacity(canonical.getValueCount());
    values.allocateNew();
    int run = -1;
    for (int i = 0; i < canonical.getValueCount(); i++) {
      if (i == 0 || !Objects.equals(canonical.getObject(i), canonical.getObject(i - 1))) {
        run++;
        values.copyFromSafe(i, run, canonical);
      }
      ends.set(run, i + 1);
    }
    ends.setValueCount(run + 1);
    values.setValueCount(run + 1);
    Field field =
        new Field(
            "v",
            FieldType.notNullable(new ArrowType.RunEndEncoded()),
            List.of(ends.getField(), values.getField()));
    RunEndEncodedVector runs = new RunEndEncodedVector(field, allocator, ends, values, null);
    runs.setValueCount(canonical.getValueCount());
    return runs;
  }

  private FieldVector lists(ListVector from, String encoding) {
    ArrowType type =
        switch (encoding) {
          case "large" -> new ArrowType.LargeList();
          case "list_view" -> new ArrowType.ListView();
          case "large_list_view" -> new ArrowType.LargeListView();
          default -> new ArrowType.FixedSizeList(2);
        };
    Field field = new Field("v", FieldType.nullable(type), from.getField().getChildren());
    FieldVector to = field.createVector(allocator);
    to.allocateNew();
    IntVector elements = (IntVector) from.getDataVector();
    IntVector target = (IntVector) to.getChildrenFromFields().getFirst();
    int[] next = {0};
    for (int i = 0; i < from.getValueCount(); i++) {
      if (from.isNull(i)) {
        to.setNull(i);
        continue;
      }
      int start = start(to, i, from.getElementEndIndex(i) - from.getElementStartIndex(i), next);
      for (int e = from.getElementStartIndex(i); e < from.getElementEndIndex(i); e++) {
        target.copyFromSafe(e, start + e - from.getElementStartIndex(i), elements);
      }
    }
    to.setValueCount(from.getValueCount());
    return to;
  }

  private static int start(FieldVector to, int list, int length, int[] next) {
    int start = next[0];
    next[0] += length;
    switch (to) {
      case LargeListVector v -> {
        v.startNewValue(list);
        v.endValue(list, length);
      }
      case ListViewVector v -> {
        v.startNewValue(list);
        v.endValue(list, length);
      }
      case LargeListViewVector v -> {
        v.startNewValue(list);
        v.endValue(list, length);
      }
      case FixedSizeListVector v -> {
        v.startNewValue(list);
        return list * v.getListSize();
      }
      default -> throw new IllegalArgumentException(to.getField().toString());
    }
    return start;
  }
}
