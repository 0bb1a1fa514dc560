package io.optima.gateway.http;

import io.optima.store.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.List;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.DateDayVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.Float4Vector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.TimeMicroVector;
import org.apache.arrow.vector.TimeStampMicroTZVector;
import org.apache.arrow.vector.TimeStampMicroVector;
import org.apache.arrow.vector.TimeStampNanoVector;
import org.apache.arrow.vector.UInt1Vector;
import org.apache.arrow.vector.UInt2Vector;
import org.apache.arrow.vector.UInt4Vector;
import org.apache.arrow.vector.UInt8Vector;
import org.apache.arrow.vector.ValueVector;
import org.apache.arrow.vector.VarBinaryVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.complex.MapVector;
import org.apache.arrow.vector.complex.StructVector;
import org.apache.arrow.vector.ipc.ArrowReader;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.StreamWriteFeature;

/**
 * Rows of canonical Arrow as JSON, one object a line. Times are written as ISO 8601, binary as
 * Base64, decimals as numbers with all their digits; NaN and infinities, which JSON lacks, as text.
 */
final class JsonLines {
  private static final long MICROS = 1_000_000;
  private static final long NANOS = 1_000_000_000;

  private final JsonGenerator json;

  private JsonLines(JsonGenerator json) {
    this.json = json;
  }

  static void write(ArrowReader rows, OutputStream out) throws IOException {
    VectorSchemaRoot root = rows.getVectorSchemaRoot();
    try (JsonGenerator json =
        Json.mapper()
            .writer()
            .without(StreamWriteFeature.AUTO_CLOSE_TARGET)
            .withRootValueSeparator("\n")
            .createGenerator(out)) {
      JsonLines lines = new JsonLines(json);
      while (rows.loadNextBatch()) {
        lines.batch(root);
      }
      json.writeRaw('\n');
    }
  }

  private void batch(VectorSchemaRoot root) {
    List<FieldVector> columns = root.getFieldVectors();
    for (int row = 0; row < root.getRowCount(); row++) {
      json.writeStartObject();
      for (FieldVector column : columns) {
        json.writeName(column.getName());
        value(column, row);
      }
      json.writeEndObject();
    }
  }

  private void value(ValueVector column, int row) {
    if (column.isNull(row)) {
      json.writeNull();
      return;
    }
    switch (column) {
      case BitVector bits -> json.writeBoolean(bits.get(row) == 1);
      case UInt1Vector numbers -> json.writeNumber(Byte.toUnsignedInt(numbers.get(row)));
      case UInt2Vector numbers -> json.writeNumber((int) numbers.get(row));
      case UInt4Vector numbers -> json.writeNumber(Integer.toUnsignedLong(numbers.get(row)));
      case UInt8Vector numbers ->
          json.writeNumber(new BigInteger(Long.toUnsignedString(numbers.get(row))));
      case Float4Vector numbers -> json.writeNumber(numbers.get(row));
      case Float8Vector numbers -> json.writeNumber(numbers.get(row));
      case DateDayVector days -> json.writeString(LocalDate.ofEpochDay(days.get(row)).toString());
      case TimeMicroVector micros ->
          json.writeString(LocalTime.ofNanoOfDay(micros.get(row) * 1000).toString());
      case TimeStampMicroVector micros ->
          json.writeString(time(micros.get(row), MICROS).toString());
      case TimeStampNanoVector nanos -> json.writeString(time(nanos.get(row), NANOS).toString());
      case TimeStampMicroTZVector micros ->
          json.writeString(time(micros.get(row), MICROS).toInstant(ZoneOffset.UTC).toString());
      case VarBinaryVector bytes -> json.writeBinary(bytes.get(row));
      case MapVector map -> map(map, row);
      case ListVector list -> list(list, row);
      case StructVector struct -> struct(struct, row);
      default -> plain(column.getObject(row));
    }
  }

  private static LocalDateTime time(long units, long unitsASecond) {
    return LocalDateTime.ofEpochSecond(
        Math.floorDiv(units, unitsASecond),
        (int) (Math.floorMod(units, unitsASecond) * (NANOS / unitsASecond)),
        ZoneOffset.UTC);
  }

  private void list(ListVector list, int row) {
    json.writeStartArray();
    for (int i = list.getElementStartIndex(row); i < list.getElementEndIndex(row); i++) {
      value(list.getDataVector(), i);
    }
    json.writeEndArray();
  }

  private void struct(StructVector struct, int row) {
    json.writeStartObject();
    for (FieldVector field : struct.getChildrenFromFields()) {
      json.writeName(field.getName());
      value(field, row);
    }
    json.writeEndObject();
  }

  private void map(MapVector map, int row) {
    StructVector entries = (StructVector) map.getDataVector();
    json.writeStartObject();
    for (int i = map.getElementStartIndex(row); i < map.getElementEndIndex(row); i++) {
      json.writeName(String.valueOf(entries.getChildByOrdinal(0).getObject(i)));
      value(entries.getChildByOrdinal(1), i);
    }
    json.writeEndObject();
  }

  private void plain(Object value) {
    switch (value) {
      case Integer number -> json.writeNumber(number);
      case Long number -> json.writeNumber(number);
      case Short number -> json.writeNumber(number);
      case Byte number -> json.writeNumber(number);
      case BigDecimal number -> json.writeNumber(number);
      default -> json.writeString(value.toString());
    }
  }
}
