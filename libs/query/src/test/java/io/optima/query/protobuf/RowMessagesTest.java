package io.optima.query.protobuf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.Message;
import com.google.protobuf.TextFormat;
import io.optima.model.OptimaException;
import io.optima.model.schema.DataType.Simple;
import io.optima.model.schema.DataTypes;
import io.optima.model.schema.Field;
import io.optima.model.schema.TableSchema;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Which bytes are rows of a message, and which values their columns have. */
final class RowMessagesTest {
  private static RowMessages row(String fields) {
    return RowMessages.declared(
        """
        syntax = "proto3";
        import "google/protobuf/timestamp.proto";
        import "google/protobuf/duration.proto";
        import "google/protobuf/wrappers.proto";
        import "google/type/date.proto";
        import "google/type/timeofday.proto";
        import "google/type/decimal.proto";
        message Row { %s }
        """
            .formatted(fields),
        "Row");
  }

  private static ByteString bytes(RowMessages row, String text) {
    try {
      Message.Builder message = DynamicMessage.newBuilder(row.message());
      TextFormat.merge(text, message);
      return message.build().toByteString();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static List<@Nullable Object> columns(String fields, String text) {
    RowMessages row = row(fields);
    ByteString bytes = bytes(row, text);
    @Nullable Object[] columns = row.columns(bytes);
    assertThat(Arrays.deepEquals(row.columns(row.value(columns)), columns)).isTrue();
    return Arrays.asList(columns);
  }

  private static void refused(String fields, String text, String... why) {
    RowMessages row = row(fields);
    ByteString bytes = bytes(row, text);
    assertThatThrownBy(() -> row.check(bytes))
        .isInstanceOf(OptimaException.class)
        .hasMessageContainingAll(why);
  }

  @Test
  void anAbsentFieldIsNullOnlyWhereProtobufKnowsThat() {
    assertThat(
            columns(
                "int64 a = 1; optional int64 b = 2; string c = 3; google.protobuf.Int64Value d = 4;"
                    + " oneof one { string e = 5; bool f = 6; }",
                "f: false"))
        .containsExactly(0L, null, "", null, null, false);
  }

  @Test
  void unsignedNumbersKeepTheirBits() {
    assertThat(columns("uint32 a = 1; fixed64 b = 2;", "a: 4294967295 b: 18446744073709551615"))
        .containsExactly(4_294_967_295L, -1L);
  }

  @Test
  void wellKnownMessagesAreValues() {
    List<@Nullable Object> columns =
        columns(
            "google.protobuf.Timestamp a = 1; google.protobuf.Duration b = 2; google.type.Date c ="
                + " 3; google.type.TimeOfDay d = 4; google.type.Decimal e = 5;"
                + " google.protobuf.StringValue f = 6;",
            "a { seconds: -1 nanos: 999999000 } b { seconds: -1 nanos: -500000000 } c { year: 2026"
                + " month: 2 day: 28 } d { hours: 1 nanos: 2000 } e { value: '-1.50' } f {}");
    assertThat(columns).element(0).isEqualTo(-1L);
    assertThat(columns).element(1).hasToString("P0D PT-1.5S");
    assertThat(columns).element(2).isEqualTo(LocalDate.of(2026, 2, 28).toEpochDay());
    assertThat(columns).element(3).isEqualTo(3_600_000_002L);
    assertThat(columns).element(4).isEqualTo(new BigDecimal("-1.500000000"));
    assertThat(columns).element(5).isEqualTo("");
    refused("google.type.Date d = 1;", "d { year: 2026 month: 2 day: 29 }", "'d'", "date");
    refused("google.protobuf.Timestamp d = 1;", "d { seconds: 1000000000000 }", "'d'");
  }

  @Test
  void commentsNameTypesThatTextHolds() {
    String fields =
        """
        string a = 1; // optima: decimal(5,2)
        string b = 2; // optima: date
        string c = 3; // optima: time
        string d = 4; // optima: timestamp
        string e = 5; // optima: timestamp_utc
        string f = 6; // optima: timestamp_ns
        int32 g = 7; // optima: int8
        int64 h = 8; // optima: timestamp
        """;
    assertThat(
            columns(
                fields,
                "a: '1e2' b: '1970-01-02' c: '00:00:01' d: '1970-01-01T00:00' e:"
                    + " '1970-01-01T01:00:00.000001+01:00' f: '1970-01-01T00:00:00.000000001' g:"
                    + " -128 h: 5"))
        .containsExactly(new BigDecimal("100.00"), 1L, 1_000_000L, 0L, 1L, 1L, -128L, 5L);
    String right = "a: '1' b: '1970-01-02' c: '00:00' d: '1970-01-01T00:00' f: '1970-01-01T00:00'";
    String all = right + " e: '1970-01-01T00:00Z'";
    refused(fields, all + " g: 128", "'g'", "'128'", "int8");
    refused(fields, all.replace("'1'", "'1.001'"), "'a'", "'1.001'", "decimal(5,2)");
    refused(fields, all.replace("'1'", "'1000'"), "'a'");
    refused(fields, all.replace("'1'", "'1e2000000000'"), "'a'");
    refused(fields, all.replace("'1'", "'1e-2000000000'"), "'a'");
    refused(fields, all.replace("'00:00'", "'24:00'"), "'c'", "time");
    refused(fields, right, "'e'", "timestamp_utc");
  }

  @Test
  void enumsAreNamesListsAndMapsAreNeverNull() {
    String fields =
        "enum Kind { NONE = 0; SOME = 2; } repeated Kind a = 1; map<string, Kind> b = 2; Inner c ="
            + " 3; message Inner { int32 d = 1; }";
    assertThat(columns(fields, "")).containsExactly(List.of(), Map.of(), null);
    assertThat(columns(fields, "a: SOME a: NONE b { key: 'x' value: SOME }").subList(0, 2))
        .containsExactly(List.of("SOME", "NONE"), Map.of("x", "SOME"));
    refused(fields, "a: 7", "'a[]'", "'");
  }

  @Test
  void theLastOfTwoEntriesOfAMapIsIt() {
    assertThat(
            columns("map<int32, string> m = 1;", "m { key: 1 value: 'a' } m { key: 1 value: 'b' }"))
        .containsExactly(Map.of(1L, "b"));
  }

  @Test
  void otherBytesAreNoRows() throws IOException {
    RowMessages row = row("int64 n = 1; Inner in = 2; message Inner { string s = 1; }");
    assertThatThrownBy(() -> row.check(ByteString.copyFromUtf8("{\"n\":1}")))
        .isInstanceOf(OptimaException.class)
        .hasMessageContaining("Row");
    assertThatThrownBy(() -> row.check(field(7, "x")))
        .hasMessageContaining("message Row has no field 7");
    assertThatThrownBy(() -> row.check(field(1, "x"))).hasMessageContaining("column 'n'");
    assertThatThrownBy(() -> row.check(field(2, field(1, ByteString.fromHex("ff")))))
        .hasMessageContaining("UTF-8");
  }

  private static ByteString field(int number, String text) throws IOException {
    return field(number, ByteString.copyFromUtf8(text));
  }

  private static ByteString field(int number, ByteString bytes) throws IOException {
    ByteString.Output out = ByteString.newOutput();
    CodedOutputStream coded = CodedOutputStream.newInstance(out);
    coded.writeBytes(number, bytes);
    coded.flush();
    return out.toByteString();
  }

  @Test
  void typesThatNoValueOfTheFieldHasAreRefusedAtOnce() {
    assertThatThrownBy(() -> row("bool b = 1; // optima: decimal(5,2)\n"))
        .hasMessageContaining("column 'b'")
        .hasMessageContaining("decimal(5,2)");
    assertThatThrownBy(() -> row("repeated string b = 1; // optima: interval\n"))
        .hasMessageContaining("column 'b[]'");
  }

  @Test
  void columnsOfStreamsAreTaken() {
    assertThatThrownBy(() -> row("int64 Offset = 1;"))
        .isInstanceOf(OptimaException.class)
        .hasMessageContaining("'Offset'");
    assertThatThrownBy(() -> row("Inner a = 1; message Inner { int32 b = 1; int32 B = 2; }"))
        .hasMessageContaining("upper and lower case");
  }

  @Test
  void columnsBecomeAMessageWithThoseColumns() {
    TableSchema columns =
        schema(
            "bool",
            "int8",
            "int16",
            "int32",
            "int64",
            "uint8",
            "uint16",
            "uint32",
            "uint64",
            "float32",
            "float64",
            "utf8",
            "binary",
            "date",
            "time",
            "timestamp",
            "timestamp_ns",
            "timestamp_utc",
            "interval",
            "decimal(38,9)",
            "list<int8>",
            "map<utf8, date>",
            "struct<\"a\" int8, \"b\" struct<\"c\" list<decimal(3,1)>>>",
            "list<struct<\"message\" utf8>>",
            "map<int64, struct<\"x\" bool>>");
    assertThat(RowMessages.of(columns).schema().columns()).isEqualTo(columns);
  }

  private static TableSchema schema(String... types) {
    List<Field> fields =
        java.util.stream.IntStream.range(0, types.length)
            .mapToObj(i -> new Field("c" + i, DataTypes.parse(types[i])))
            .toList();
    return new TableSchema(fields);
  }

  @Test
  void columnsThatNoMessageHasAreNamed() {
    for (String type :
        List.of("null", "list<list<int8>>", "map<date, int8>", "list<map<utf8, utf8>>")) {
      assertThatThrownBy(() -> RowMessages.of(schema("int8", type)))
          .isInstanceOf(OptimaException.class)
          .hasMessageContaining("column 'c1'");
    }
    TableSchema odd = new TableSchema(List.of(new Field("no name", Simple.INT8)));
    assertThatThrownBy(() -> RowMessages.of(odd)).hasMessageContaining("'no name'");
  }
}
