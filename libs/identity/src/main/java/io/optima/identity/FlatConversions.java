package io.optima.identity;

import java.math.BigDecimal;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import org.apache.arrow.vector.DateDayVector;
import org.apache.arrow.vector.DateMilliVector;
import org.apache.arrow.vector.Decimal256Vector;
import org.apache.arrow.vector.DecimalVector;
import org.apache.arrow.vector.DurationVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.FixedSizeBinaryVector;
import org.apache.arrow.vector.Float2Vector;
import org.apache.arrow.vector.Float4Vector;
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
import org.apache.arrow.vector.types.pojo.ArrowType;

/** Columns without children whose layout is not the canonical one. */
final class FlatConversions {
  private static final long MILLIS_PER_DAY = TimeUnit.DAYS.toMillis(1);
  private static final String FINER = "is finer than a microsecond, which Optima does not keep";
  private static final String OUTSIDE = "is outside the range that Optima keeps";

  private FlatConversions() {}

  /** Refuses values that only seem canonical. */
  static void check(FieldVector source, Place place) {
    if (source instanceof IntervalMonthDayNanoVector interval) {
      for (int i = 0; i < interval.getValueCount(); i++) {
        if (!interval.isNull(i)
            && IntervalMonthDayNanoVector.getNanoseconds(interval.getDataBuffer(), i) % 1000 != 0) {
          place.refuse(i, interval.getObject(i), FINER);
        }
      }
    }
  }

  /** Refuses maps with an entry or a key that is null. */
  static void checkKeys(FieldVector entries, Place place) {
    FieldVector keys = entries.getChildrenFromFields().getFirst();
    for (int i = 0; i < entries.getValueCount(); i++) {
      if (entries.isNull(i) || keys.isNull(i)) {
        place.refuse(i, null, "is not allowed as the key of a map");
      }
    }
  }

  static void convert(FieldVector source, FieldVector target, Place place) {
    target.setInitialCapacity(source.getValueCount());
    target.allocateNew();
    switch (source) {
      case Float2Vector v ->
          each(v, target, i -> ((Float4Vector) target).set(i, v.getValueAsFloat(i)));
      case Decimal256Vector v -> each(v, target, i -> decimal(v, (DecimalVector) target, i, place));
      case DateMilliVector v -> each(v, target, i -> date(v, (DateDayVector) target, i, place));
      case IntervalMonthDayNanoVector v -> throw new IllegalStateException("is canonical");
      case TimeStampVector v ->
          each(v, target, i -> timestamp(v, (TimeStampVector) target, i, place));
      case TimeSecVector v ->
          each(v, target, i -> ((TimeMicroVector) target).set(i, v.get(i) * 1_000_000L));
      case TimeMilliVector v ->
          each(v, target, i -> ((TimeMicroVector) target).set(i, v.get(i) * 1_000L));
      case TimeNanoVector v -> each(v, target, i -> time(v, (TimeMicroVector) target, i, place));
      case DurationVector v ->
          each(v, target, i -> duration(v, (IntervalMonthDayNanoVector) target, i, place));
      case IntervalYearVector v ->
          each(v, target, i -> ((IntervalMonthDayNanoVector) target).set(i, v.get(i), 0, 0L));
      case IntervalDayVector v ->
          each(v, target, i -> days(v, (IntervalMonthDayNanoVector) target, i));
      default -> bytes(source, target);
    }
    target.setValueCount(source.getValueCount());
  }

  private static void bytes(FieldVector source, FieldVector target) {
    switch (source) {
      case LargeVarCharVector v ->
          each(v, target, i -> ((VarCharVector) target).setSafe(i, v.get(i)));
      case ViewVarCharVector v ->
          each(v, target, i -> ((VarCharVector) target).setSafe(i, v.get(i)));
      case LargeVarBinaryVector v ->
          each(v, target, i -> ((VarBinaryVector) target).setSafe(i, v.get(i)));
      case ViewVarBinaryVector v ->
          each(v, target, i -> ((VarBinaryVector) target).setSafe(i, v.get(i)));
      case FixedSizeBinaryVector v ->
          each(v, target, i -> ((VarBinaryVector) target).setSafe(i, v.get(i)));
      default -> throw new IllegalArgumentException(source.getField() + " has no canonical form");
    }
  }

  private static void each(FieldVector source, FieldVector target, IntConsumer set) {
    for (int i = 0; i < source.getValueCount(); i++) {
      if (source.isNull(i)) {
        target.setNull(i);
      } else {
        set.accept(i);
      }
    }
  }

  private static void decimal(Decimal256Vector from, DecimalVector to, int i, Place place) {
    BigDecimal value = from.getObjectNotNull(i);
    if (value.precision() <= to.getPrecision()) {
      to.set(i, value);
    } else {
      place.refuse(i, value, "has more digits than its type");
    }
  }

  private static void date(DateMilliVector from, DateDayVector to, int i, Place place) {
    long millis = from.get(i);
    long days = millis / MILLIS_PER_DAY;
    if (millis % MILLIS_PER_DAY != 0) {
      place.refuse(i, from.getObject(i), "is not a whole day");
    } else if (days != (int) days) {
      place.refuse(i, from.getObject(i), OUTSIDE);
    } else {
      to.set(i, (int) days);
    }
  }

  private static void time(TimeNanoVector from, TimeMicroVector to, int i, Place place) {
    if (from.get(i) % 1000 == 0) {
      to.set(i, from.get(i) / 1000);
    } else {
      place.refuse(i, from.get(i) + " ns", FINER);
    }
  }

  private static void timestamp(TimeStampVector from, TimeStampVector to, int i, Place place) {
    long value = from.get(i);
    var unit = ((ArrowType.Timestamp) from.getField().getType()).getUnit();
    try {
      to.set(i, micros(value, unit));
    } catch (ArithmeticException e) {
      place.refuse(i, value + " (" + unit + ")", reason(unit));
    }
  }

  private static void duration(
      DurationVector from, IntervalMonthDayNanoVector to, int i, Place place) {
    long value = DurationVector.get(from.getDataBuffer(), i);
    try {
      to.set(i, 0, 0, Math.multiplyExact(micros(value, from.getUnit()), 1000L));
    } catch (ArithmeticException e) {
      place.refuse(i, value + " (" + from.getUnit() + ")", reason(from.getUnit()));
    }
  }

  private static void days(IntervalDayVector from, IntervalMonthDayNanoVector to, int i) {
    long millis = IntervalDayVector.getMilliseconds(from.getDataBuffer(), i);
    int days = IntervalDayVector.getDays(from.getDataBuffer(), i);
    to.set(i, 0, days, TimeUnit.MILLISECONDS.toNanos(millis));
  }

  /**
   * @throws ArithmeticException when no number of microseconds is the value
   */
  private static long micros(long value, org.apache.arrow.vector.types.TimeUnit unit) {
    return switch (unit) {
      case SECOND -> Math.multiplyExact(value, 1_000_000L);
      case MILLISECOND -> Math.multiplyExact(value, 1_000L);
      case MICROSECOND -> value;
      case NANOSECOND -> {
        if (value % 1000 != 0) {
          throw new ArithmeticException("fraction of a microsecond");
        }
        yield value / 1000;
      }
    };
  }

  private static String reason(org.apache.arrow.vector.types.TimeUnit unit) {
    return unit == org.apache.arrow.vector.types.TimeUnit.NANOSECOND ? FINER : OUTSIDE;
  }
}
