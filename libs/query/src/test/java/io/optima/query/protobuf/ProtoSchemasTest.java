package io.optima.query.protobuf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.optima.model.ErrorCode;
import io.optima.model.OptimaException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class ProtoSchemasTest {
  private static String read(String source) {
    return read(source, "");
  }

  private static String read(String source, String message) {
    return ProtoSchemas.read("orders.proto", source, message).text();
  }

  private static void refused(String source, String... parts) {
    assertThatThrownBy(() -> read(source))
        .isInstanceOfSatisfying(
            OptimaException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_ARGUMENT))
        .hasMessageContainingAll(parts);
  }

  @Test
  void scalarsBecomeColumnsInTheOrderOfTheFile() {
    assertThat(
            read(
                """
                syntax = "proto3";
                message Row {
                  double a = 9; float b = 2; int32 c = 3; sint32 d = 4; sfixed32 e = 5;
                  int64 f = 6; sint64 g = 7; sfixed64 h = 8; uint32 i = 1; fixed32 j = 10;
                  uint64 k = 11; fixed64 l = 12; bool m = 13; string n = 14; bytes o = 15;
                  optional string p = 16;
                }
                """))
        .isEqualTo(
            """
            "a" float64
            "b" float32
            "c" int32
            "d" int32
            "e" int32
            "f" int64
            "g" int64
            "h" int64
            "i" uint32
            "j" uint32
            "k" uint64
            "l" uint64
            "m" bool
            "n" utf8
            "o" binary
            "p" utf8\
            """
                .stripIndent());
  }

  @Test
  void partsOfMessagesBecomeNestedColumns() {
    assertThat(
            read(
                """
                syntax = "proto3";
                package shop;
                message Order {
                  int64 id = 1;
                  repeated Line lines = 2;
                  map<string, int32> tags = 3;
                  State state = 4;
                  oneof paid { string card = 5; bool cash = 6; }
                  message Line { string article = 1; repeated double prices = 2; }
                  enum State { OPEN = 0; DONE = 1; }
                }
                """,
                "Order"))
        .isEqualTo(
            """
            "id" int64
            "lines" list<struct<"article" utf8, "prices" list<float64>>>
            "tags" map<utf8, int32>
            "state" utf8
            "card" utf8
            "cash" bool\
            """);
  }

  @Test
  void wellKnownTypesAndCommentsNameWhatProtobufLacks() {
    assertThat(
            read(
                """
                syntax = "proto3";
                import "google/protobuf/timestamp.proto";
                import "google/protobuf/duration.proto";
                import "google/protobuf/wrappers.proto";
                import "google/type/date.proto";
                import "google/type/timeofday.proto";
                import "google/type/decimal.proto";
                message Row {
                  google.protobuf.Timestamp at = 1;
                  google.protobuf.Duration took = 2;
                  google.protobuf.Int64Value maybe = 3;
                  google.type.Date day = 4;
                  google.type.TimeOfDay time = 5;
                  google.type.Decimal free = 6;
                  // The price. optima: decimal(15,2)
                  string price = 7;
                  repeated int32 small = 8; // optima: int8
                }
                """))
        .isEqualTo(
            """
            "at" timestamp_utc
            "took" interval
            "maybe" int64
            "day" date
            "time" time
            "free" decimal(38,9)
            "price" decimal(15,2)
            "small" list<int8>\
            """);
  }

  @Test
  void messageIsFoundByNameWithOrWithoutPackage() {
    String source =
        "syntax = \"proto3\"; package p; message A { int32 a = 1; message C { bool c = 1; } }"
            + " message B { int64 b = 1; }";
    assertThat(read(source, "B")).isEqualTo("\"b\" int64");
    assertThat(read(source, "p.A")).isEqualTo("\"a\" int32");
    assertThat(read(source, "A.C")).isEqualTo("\"c\" bool");
    refused(source, "name the message", "p.A", "p.B");
    assertThatThrownBy(() -> read(source, "D")).hasMessageContaining("no message 'D'");
  }

  @Test
  void errorsNameFileAndLine() {
    refused("syntax = \"proto3\";\nmessage A {\n  int32 a 1;\n}", "orders.proto", "3:");
    refused(
        "syntax = \"proto3\";\nmessage A {\n  Missing m = 1;\n}", "orders.proto", "Missing", "3:");
    refused(
        "syntax = \"proto3\";\nmessage A {\n  int32 a = 1; // optima: int9\n}",
        "orders.proto, line 3, message A",
        "int9");
    refused("syntax = \"proto3\";\nmessage A {\n}", "orders.proto, line 2, message A", "no fields");
  }

  @Test
  void whatNoColumnCanBeIsRefused() {
    refused("syntax = \"proto3\"; message A { int32 a = 1; A b = 2; }", "contains itself");
    refused(
        "syntax = \"proto3\"; import \"other.proto\"; message A { int32 a = 1; }", "other.proto");
    refused("import \"google/protobuf/any.proto\"; message A {}", "any.proto");
    refused("", "name the message");
  }

  @Test
  void hugeSchemasAreRefusedBeforeTheyFillTheMemory() {
    StringBuilder doubling = new StringBuilder("syntax = \"proto3\"; message M0 { int32 a = 1; }");
    IntStream.range(1, 40)
        .forEach(
            i ->
                doubling.append(
                    "message M%d { M%d a = 1; M%d b = 2; }".formatted(i, i - 1, i - 1)));
    assertThatThrownBy(() -> read(doubling.toString(), "M39"))
        .hasMessageContaining("more than 10000 fields");
    refused("message A { ".repeat(5000), "deep");
    refused(" ".repeat((1 << 20) + 1), "characters");
  }
}
