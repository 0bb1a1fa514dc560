package io.optima.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.optima.model.ErrorCode;
import io.optima.model.OptimaException;
import java.util.List;
import java.util.function.Consumer;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.DateMilliVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.IntervalMonthDayNanoVector;
import org.apache.arrow.vector.TimeNanoVector;
import org.apache.arrow.vector.TimeStampMilliVector;
import org.apache.arrow.vector.TimeStampNanoTZVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.complex.FixedSizeListVector;
import org.apache.arrow.vector.complex.LargeListVector;
import org.apache.arrow.vector.complex.MapVector;
import org.apache.arrow.vector.complex.StructVector;
import org.apache.arrow.vector.dictionary.Dictionary;
import org.apache.arrow.vector.dictionary.DictionaryProvider;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.DictionaryEncoding;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class CanonicalRowsTest {
  private static final ArrowType TIME_NS =
      new ArrowType.Time(org.apache.arrow.vector.types.TimeUnit.NANOSECOND, 64);

  private final BufferAllocator allocator = new RootAllocator();

  @AfterEach
  void nothingLeaks() {
    allocator.close();
  }

  private static Field field(String name, ArrowType type, Field... children) {
    return new Field(name, FieldType.nullable(type), List.of(children));
  }

  /** Normalises one column of so many rows, of which the first is number 1000. */
  @SuppressWarnings("unchecked")
  private <V extends FieldVector> void normalize(
      Field field, int rows, Consumer<V> fill, Consumer<VectorSchemaRoot> check) {
    try (VectorSchemaRoot root = VectorSchemaRoot.create(new Schema(List.of(field)), allocator)) {
      root.allocateNew();
      fill.accept((V) root.getVector(0));
      root.setRowCount(rows);
      try (VectorSchemaRoot canonical =
          CanonicalRows.normalize(
              root, new DictionaryProvider.MapDictionaryProvider(), 999, allocator)) {
        check.accept(canonical);
      }
    }
  }

  private <V extends FieldVector> void refused(
      Field field, int rows, Consumer<V> fill, String... parts) {
    assertThatThrownBy(() -> this.<V>normalize(field, rows, fill, canonical -> {}))
        .isInstanceOfSatisfying(
            OptimaException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.FAILED_PRECONDITION))
        .hasMessageContainingAll(parts);
  }

  @Test
  void anEntryThatIsNotInItsDictionaryIsRefused() {
    DictionaryEncoding encoding = new DictionaryEncoding(1, false, new ArrowType.Int(64, true));
    FieldType type = new FieldType(true, new ArrowType.Int(64, true), encoding);
    try (VarCharVector values = new VarCharVector("v", allocator);
        BigIntVector indices = new BigIntVector("word", type, allocator)) {
      values.setSafe(0, new byte[] {'a'});
      values.setValueCount(1);
      indices.setSafe(0, 0);
      indices.setSafe(1, 1);
      indices.setValueCount(2);
      var dictionaries =
          new DictionaryProvider.MapDictionaryProvider(new Dictionary(values, encoding));
      VectorSchemaRoot rows = VectorSchemaRoot.of(indices);
      assertThatThrownBy(() -> CanonicalRows.normalize(rows, dictionaries, 0, allocator))
          .hasMessage(
              "column 'word', row 2: the value number 1 is not in the dictionary that came with"
                  + " it");
    }
  }

  @Test
  void canonicalColumnsAreSharedNotCopied() {
    Field field = field("n", new ArrowType.Int(64, true));
    long[] address = new long[1];
    this.<BigIntVector>normalize(
        field,
        3,
        n -> {
          n.setSafe(0, 1);
          n.setSafe(2, 3);
          address[0] = n.getDataBufferAddress();
        },
        canonical ->
            assertThat(canonical.getVector(0).getDataBufferAddress()).isEqualTo(address[0]));
  }

  @Test
  void valuesWithoutCanonicalFormAreNamedByColumnRowAndValue() {
    this.<TimeNanoVector>refused(
        field("t", TIME_NS),
        2,
        t -> {
          t.setSafe(0, 1_000);
          t.setSafe(1, 1_001);
        },
        "column 't', row 1001",
        "1001 ns",
        "microsecond");
    this.<DateMilliVector>refused(
        field("d", new ArrowType.Date(org.apache.arrow.vector.types.DateUnit.MILLISECOND)),
        1,
        d -> d.setSafe(0, 1),
        "column 'd', row 1000",
        "1970-01-01T00:00:00.001",
        "whole day");
    this.<TimeStampMilliVector>refused(
        field(
            "m", new ArrowType.Timestamp(org.apache.arrow.vector.types.TimeUnit.MILLISECOND, null)),
        1,
        m -> m.setSafe(0, Long.MAX_VALUE),
        "column 'm', row 1000",
        String.valueOf(Long.MAX_VALUE),
        "range");
    this.<TimeStampNanoTZVector>refused(
        field(
            "z", new ArrowType.Timestamp(org.apache.arrow.vector.types.TimeUnit.NANOSECOND, "UTC")),
        1,
        z -> z.setSafe(0, 1),
        "column 'z', row 1000",
        "microsecond");
  }

  @Test
  void intervalsFinerThanMicrosecondsAreRefused() {
    ArrowType type =
        new ArrowType.Interval(org.apache.arrow.vector.types.IntervalUnit.MONTH_DAY_NANO);
    this.<IntervalMonthDayNanoVector>refused(
        field("i", type), 1, i -> i.setSafe(0, 1, 2, 3L), "column 'i', row 1000", "microsecond");
  }

  @Test
  void textThatIsNotUtf8IsRefused() {
    this.<VarCharVector>refused(
        field("s", new ArrowType.Utf8()),
        2,
        s -> {
          s.setSafe(0, "ä".getBytes(java.nio.charset.StandardCharsets.UTF_8));
          s.setSafe(1, new byte[] {(byte) 0xff});
        },
        "column 's', row 1001",
        "not UTF-8");
  }

  @Test
  void valuesInsideNestedColumnsAreNamedByPathAndRow() {
    this.<LargeListVector>refused(
        field("l", new ArrowType.LargeList(), field("item", TIME_NS)),
        2,
        l -> {
          l.startNewValue(0);
          l.endValue(0, 2);
          l.startNewValue(1);
          l.endValue(1, 1);
          ((TimeNanoVector) l.getDataVector()).setSafe(2, 7);
        },
        "column 'l[]', row 1001");
    this.<StructVector>refused(
        field("s", new ArrowType.Struct(), field("t", TIME_NS)),
        1,
        s -> {
          s.setIndexDefined(0);
          ((TimeNanoVector) s.getChild("t")).setSafe(0, 7);
        },
        "column 's.t', row 1000");
  }

  @Test
  void valuesThatNoRowHoldsDoNotMatter() {
    this.<FixedSizeListVector>normalize(
        field("l", new ArrowType.FixedSizeList(2), field("item", TIME_NS)),
        2,
        l -> {
          l.startNewValue(0);
          l.setNull(1);
          TimeNanoVector times = (TimeNanoVector) l.getDataVector();
          times.setSafe(0, 1_000);
          times.setSafe(3, 7);
        },
        canonical -> assertThat(canonical.getVector(0).getObject(0)).hasToString("[1,null]"));
  }

  @Test
  void nullKeysAreRefused() {
    Field entries =
        new Field(
            "entries",
            FieldType.notNullable(new ArrowType.Struct()),
            List.of(
                new Field("key", FieldType.notNullable(new ArrowType.Int(64, true)), null),
                field("value", new ArrowType.Int(64, true))));
    this.<MapVector>refused(
        field("m", new ArrowType.Map(false), entries),
        1,
        m -> {
          m.startNewValue(0);
          ((StructVector) m.getDataVector()).setIndexDefined(0);
          m.endValue(0, 1);
        },
        "column 'm[]', row 1000",
        "key");
  }

  @Test
  void typesThatAreNotSupportedAreNamed() {
    Schema union =
        new Schema(
            List.of(
                field(
                    "u",
                    new ArrowType.Union(
                        org.apache.arrow.vector.types.UnionMode.Sparse, new int[] {0}))));
    assertThatThrownBy(() -> ArrowSchemas.fromArrow(union))
        .isInstanceOf(OptimaException.class)
        .hasMessageContainingAll("column 'u'", "Union");
    Schema wide = new Schema(List.of(field("d", new ArrowType.Decimal(50, 2, 256))));
    assertThatThrownBy(() -> ArrowSchemas.fromArrow(wide))
        .isInstanceOf(OptimaException.class)
        .hasMessageContainingAll("column 'd'", "precision");
  }
}
