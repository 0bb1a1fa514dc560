package io.optima.query.protobuf;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import com.google.protobuf.ByteString;
import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import io.optima.model.OptimaException;
import io.optima.model.schema.TableSchema;
import io.optima.model.stream.RecordSchema;
import org.jspecify.annotations.Nullable;

/**
 * Rows as messages in Protobuf's wire form. {@code docs/spec/protobuf-schemas.md} says which values
 * of fields are which values of columns. For any number of threads.
 */
public final class RowMessages {
  private static final long MOST_SOURCE_CHARACTERS = 16 << 20;
  private static final LoadingCache<Source, RowMessages> COMPILED =
      Caffeine.newBuilder()
          .maximumWeight(MOST_SOURCE_CHARACTERS)
          .weigher((Source source, RowMessages compiled) -> source.proto().length())
          .build(source -> new RowMessages(source.proto(), source.message()));

  private final RecordSchema schema;
  private final Descriptors.Described described;
  private final StructCodec row;
  private final @Nullable FlatRows flat;

  private record Source(String proto, String message) {}

  private RowMessages(String proto, String message) {
    ProtoSchemas.Declared declared = ProtoSchemas.declared("schema.proto", proto, message);
    String name = declared.message().getType().toString();
    schema = new RecordSchema(declared.columns(), proto, name);
    described = Descriptors.of(declared);
    row = new StructCodec("", described.message(), schema.columns().fields());
    flat = row.flat();
  }

  /** Of a schema that was made by this class. */
  public static RowMessages of(RecordSchema schema) {
    return declared(schema.proto(), schema.message());
  }

  /**
   * Of the message that {@code docs/spec/protobuf-schemas.md} makes of columns.
   *
   * @throws OptimaException INVALID_ARGUMENT naming the column that no message can have
   */
  public static RowMessages of(TableSchema columns) {
    RowMessages messages = declared(MessageSources.of(columns), "Row");
    if (!messages.schema().columns().equals(columns)) {
      throw new IllegalStateException(columns.text() + " became " + messages.schema());
    }
    return messages;
  }

  /**
   * Of a message in the text of a {@code .proto} file.
   *
   * @param message name with or without its package; empty when the file has only one message
   * @throws OptimaException INVALID_ARGUMENT naming line, message and column
   */
  public static RowMessages declared(String proto, String message) {
    return COMPILED.get(new Source(proto, message));
  }

  /** What a stream keeps of it. */
  public RecordSchema schema() {
    return schema;
  }

  public Descriptor message() {
    return described.message();
  }

  /** The files that describe the message, each behind those that it imports. */
  public FileDescriptorSet files() {
    return described.files();
  }

  /**
   * Refuses bytes that are no row.
   *
   * @throws OptimaException INVALID_ARGUMENT naming the column
   */
  public void check(ByteString value) {
    if (flat == null || !flat.accepts(value)) {
      var _ = row.column(parsed(value));
    }
  }

  /** One value for each column, as {@link Codec} has them. */
  @Nullable Object[] columns(ByteString value) {
    @Nullable Object[] columns = flat == null ? null : flat.columns(value);
    return columns == null ? row.column(parsed(value)) : columns;
  }

  /**
   * The message itself.
   *
   * @throws OptimaException INVALID_ARGUMENT when the bytes are none
   */
  public Message parsed(ByteString value) {
    try {
      return DynamicMessage.parseFrom(described.message(), value);
    } catch (InvalidProtocolBufferException e) {
      throw OptimaException.invalid(
          "the value is no message %s: %s", schema.message(), String.valueOf(e.getMessage()));
    }
  }

  /** The row of those values, as {@link Codec} has them. */
  ByteString value(@Nullable Object[] columns) {
    ByteString value = flat == null ? null : flat.value(columns);
    return value == null ? row.field(columns).toByteString() : value;
  }
}
