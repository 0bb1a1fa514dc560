package io.optima.query.protobuf;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.InvalidProtocolBufferException;
import io.optima.model.OptimaException;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.jspecify.annotations.Nullable;

/** Rows of plain fields are the same with and without a message made of them. */
final class FlatRowsPropertiesTest {
  private static final List<String> TYPES =
      List.of(
          "double",
          "float",
          "int64",
          "uint64",
          "int32",
          "fixed64",
          "fixed32",
          "bool",
          "string",
          "bytes",
          "uint32",
          "Colour",
          "sfixed32",
          "sfixed64",
          "sint32",
          "sint64");

  private record Rows(StructCodec messages, FlatRows flat, RowMessages declared) {
    @Nullable Object @Nullable [] ofMessage(ByteString value) {
      try {
        return messages.column(DynamicMessage.parseFrom(declared.message(), value));
      } catch (InvalidProtocolBufferException | OptimaException e) {
        return null;
      }
    }
  }

  private static Rows rows(Random random) {
    StringBuilder source =
        new StringBuilder("syntax = \"proto3\"; enum Colour { NONE = 0; RED = 7; } message Row {");
    int number = 0;
    for (int i = 1 + random.nextInt(8); i > 0; i--) {
      number += 1 + random.nextInt(random.nextInt(10) == 0 ? 3000 : 3);
      source.append(random.nextBoolean() ? " optional " : " ");
      source.append(TYPES.get(random.nextInt(TYPES.size())));
      source.append(" f%d = %d;".formatted(number, number));
    }
    RowMessages declared = RowMessages.declared(source.append(" }").toString(), "Row");
    StructCodec messages =
        new StructCodec("", declared.message(), declared.schema().columns().fields());
    return new Rows(messages, Objects.requireNonNull(messages.flat()), declared);
  }

  /** A message with some of the fields. */
  private static ByteString message(Random random, Rows rows) {
    DynamicMessage.Builder message = DynamicMessage.newBuilder(rows.declared().message());
    for (var field : rows.declared().message().getFields()) {
      if (random.nextInt(4) > 0) {
        boolean zero = random.nextInt(4) == 0;
        message.setField(
            field,
            switch (field.getJavaType()) {
              case INT -> zero ? 0 : random.nextInt();
              case LONG -> zero ? 0L : random.nextLong();
              case FLOAT -> zero ? -0.0f : random.nextFloat();
              case DOUBLE -> zero ? 0.0 : random.nextGaussian();
              case BOOLEAN -> !zero;
              case STRING -> zero ? "" : "größer\0\uD83D\uDE00".substring(random.nextInt(5));
              case BYTE_STRING -> ByteString.copyFrom(new byte[random.nextInt(300)]);
              case ENUM -> field.getEnumType().getValues().get(random.nextInt(2));
              case MESSAGE -> throw new AssertionError();
            });
      }
    }
    return message.build().toByteString();
  }

  @Property(tries = 300)
  void whatIsARowIsTheSameRow(@ForAll long seed) {
    Random random = new Random(seed);
    Rows rows = rows(random);
    ByteString value = message(random, rows);
    @Nullable Object[] columns = Objects.requireNonNull(rows.ofMessage(value));
    assertThat(rows.flat().accepts(value)).isTrue();
    assertThat(Arrays.deepEquals(rows.flat().columns(value), columns)).isTrue();
    assertThat(rows.flat().value(columns)).isEqualTo(value);
  }

  @Property(tries = 2000)
  void whatIsNoRowIsNone(@ForAll long seed) {
    Random random = new Random(seed);
    Rows rows = rows(random);
    byte[] bytes = message(random, rows).concat(message(random, rows)).toByteArray();
    for (int i = random.nextInt(4); i > 0 && bytes.length > 0; i--) {
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
    }
    ByteString value =
        ByteString.copyFrom(bytes)
            .substring(0, bytes.length - random.nextInt(bytes.length / 4 + 1));
    @Nullable Object[] columns = rows.ofMessage(value);
    @Nullable Object[] flat = rows.flat().columns(value);
    assertThat(rows.flat().accepts(value)).isEqualTo(flat != null);
    if (flat != null) {
      assertThat(Arrays.deepEquals(flat, columns)).isTrue();
    }
  }
}
