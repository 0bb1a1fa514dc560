package io.optima.cli.stream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import com.google.protobuf.TimestampProto;
import io.optima.client.ReceivedRecord;
import io.optima.model.stream.StreamRecord;
import io.optima.v1.Stream;
import io.optima.v1.StreamSettings;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Lines of streams with a schema are objects of its columns. */
class LineValuesTest {
  private static FieldDescriptorProto field(String name, int number, String type) {
    FieldDescriptorProto.Builder field =
        FieldDescriptorProto.newBuilder().setName(name).setNumber(number);
    return type.isEmpty()
        ? field.setType(FieldDescriptorProto.Type.TYPE_INT64).build()
        : field.setTypeName(type).setType(FieldDescriptorProto.Type.TYPE_MESSAGE).build();
  }

  private static LineValues typed() {
    DescriptorProto row =
        DescriptorProto.newBuilder()
            .setName("Row")
            .addField(field("order_id", 1, ""))
            .addField(field("at", 2, ".google.protobuf.Timestamp"))
            .build();
    FileDescriptorProto file =
        FileDescriptorProto.newBuilder()
            .setName("schema.proto")
            .setSyntax("proto3")
            .setPackage("shop")
            .addDependency("google/protobuf/timestamp.proto")
            .addMessageType(DescriptorProto.newBuilder().setName("All").addNestedType(row))
            .build();
    return LineValues.of(
        Stream.newBuilder()
            .setSettings(StreamSettings.newBuilder().setProtoMessage("shop.All.Row"))
            .setDescriptors(
                FileDescriptorSet.newBuilder()
                    .addFile(TimestampProto.getDescriptor().toProto())
                    .addFile(file)
                    .build()
                    .toByteString())
            .build());
  }

  private static StreamRecord record(String value) {
    return new StreamRecord(1, null, value.getBytes(UTF_8), List.of());
  }

  private static String shown(LineValues values, StreamRecord record) {
    return new String(values.shown(new ReceivedRecord(0, 0, record)).record().value(), UTF_8);
  }

  @Test
  void valuesAreMessagesAndLinesObjects() {
    StreamRecord stored =
        typed().stored(record("{\"order_id\": 300, \"at\": \"1970-01-01T00:00:01Z\"}"), 1);
    assertThat(stored.value()).containsExactly(8, 0xAC, 2, 0x12, 2, 8, 1);
    assertThat(shown(typed(), stored))
        .isEqualTo("{\"order_id\":\"300\",\"at\":\"1970-01-01T00:00:01Z\"}");
    assertThat(shown(typed(), typed().stored(record("{}"), 1))).isEqualTo("{\"order_id\":\"0\"}");
  }

  @Test
  void whatIsNoRowIsRefusedWithTheLine() {
    assertThatThrownBy(() -> typed().stored(record("{\"other\": 1}"), 7))
        .hasMessageContaining("line 7")
        .hasMessageContaining("other");
    assertThatThrownBy(() -> typed().stored(record("text"), 7)).hasMessageContaining("line 7");
  }

  @Test
  void deletionsAndOtherStreamsStayAsTheyAre() {
    StreamRecord deletion = new StreamRecord(1, new byte[1], null, List.of());
    assertThat(typed().stored(deletion, 1)).isSameAs(deletion);
    LineValues plain = LineValues.of(Stream.getDefaultInstance());
    assertThat(shown(plain, plain.stored(record("text"), 1))).isEqualTo("text");
  }
}
