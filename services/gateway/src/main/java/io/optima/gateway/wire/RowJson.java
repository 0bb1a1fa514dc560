package io.optima.gateway.wire;

import com.google.protobuf.ByteString;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import io.optima.model.OptimaException;
import io.optima.query.protobuf.RowMessages;
import io.optima.store.Json;
import tools.jackson.databind.JsonNode;

/**
 * Values of typed streams as objects of their columns, in Protobuf's JSON with names as declared.
 */
public final class RowJson {
  private static final JsonFormat.Printer PRINTER =
      JsonFormat.printer()
          .preservingProtoFieldNames()
          .alwaysPrintFieldsWithNoPresence()
          .omittingInsignificantWhitespace();

  private RowJson() {}

  /**
   * @throws OptimaException INVALID_ARGUMENT naming the column
   */
  public static ByteString bytes(RowMessages rows, JsonNode value) {
    if (!value.isObject()) {
      throw OptimaException.invalid(
          "the value is no object of the columns %s", rows.schema().columns().names());
    }
    DynamicMessage.Builder message = DynamicMessage.newBuilder(rows.message());
    try {
      JsonFormat.parser().merge(value.toString(), message);
    } catch (InvalidProtocolBufferException e) {
      throw OptimaException.invalid("the value: %s", String.valueOf(e.getMessage()));
    }
    return message.build().toByteString();
  }

  /**
   * @throws OptimaException INVALID_ARGUMENT when the bytes are no row
   */
  public static JsonNode tree(RowMessages rows, ByteString value) {
    try {
      return Json.mapper().readTree(PRINTER.print(rows.parsed(value)));
    } catch (InvalidProtocolBufferException e) {
      throw OptimaException.invalid("the value has no JSON: %s", String.valueOf(e.getMessage()));
    }
  }
}
