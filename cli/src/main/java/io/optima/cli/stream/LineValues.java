package io.optima.cli.stream;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import io.optima.client.ReceivedRecord;
import io.optima.model.OptimaException;
import io.optima.model.stream.StreamRecord;
import io.optima.v1.Stream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Values as they stand in lines: as they are, and those of a stream with a schema as an object of
 * the columns, in Protobuf's JSON with names as declared.
 */
final class LineValues {
  private static final JsonFormat.Printer PRINTER =
      JsonFormat.printer()
          .preservingProtoFieldNames()
          .alwaysPrintFieldsWithNoPresence()
          .omittingInsignificantWhitespace();

  private final @Nullable Descriptor message;

  private LineValues(@Nullable Descriptor message) {
    this.message = message;
  }

  static LineValues of(Stream stream) {
    return new LineValues(
        stream.getDescriptors().isEmpty()
            ? null
            : message(stream, stream.getSettings().getProtoMessage()));
  }

  private static Descriptor message(Stream stream, String name) {
    try {
      Map<String, FileDescriptor> files = new HashMap<>();
      FileDescriptor last = null;
      for (FileDescriptorProto file :
          FileDescriptorSet.parseFrom(stream.getDescriptors()).getFileList()) {
        FileDescriptor[] imported =
            file.getDependencyList().stream().map(files::get).toArray(FileDescriptor[]::new);
        last = FileDescriptor.buildFrom(file, imported);
        files.put(file.getName(), last);
      }
      return find(Objects.requireNonNull(last).getMessageTypes(), name);
    } catch (InvalidProtocolBufferException | DescriptorValidationException e) {
      throw new IllegalStateException("the schema of " + stream.getName() + " is damaged", e);
    }
  }

  private static Descriptor find(List<Descriptor> messages, String name) {
    for (Descriptor found : messages) {
      if (found.getFullName().equals(name)) {
        return found;
      }
      if (name.startsWith(found.getFullName() + ".")) {
        return find(found.getNestedTypes(), name);
      }
    }
    throw new IllegalStateException("there is no message " + name);
  }

  /** A record of a line as it is published. */
  StreamRecord stored(StreamRecord record, long line) {
    if (message == null || record.value() == null) {
      return record;
    }
    DynamicMessage.Builder row = DynamicMessage.newBuilder(message);
    try {
      JsonFormat.parser().merge(new String(record.value(), UTF_8), row);
    } catch (InvalidProtocolBufferException e) {
      throw OptimaException.invalid("line %d: %s", line, String.valueOf(e.getMessage()));
    }
    return with(record, row.build().toByteArray());
  }

  /** A record as it is printed. */
  ReceivedRecord shown(ReceivedRecord received) {
    byte[] value = received.record().value();
    if (message == null || value == null) {
      return received;
    }
    try {
      String json = PRINTER.print(DynamicMessage.parseFrom(message, value));
      return new ReceivedRecord(
          received.partition(), received.offset(), with(received.record(), json.getBytes(UTF_8)));
    } catch (InvalidProtocolBufferException e) {
      return received; // it cannot be shown otherwise
    }
  }

  private static StreamRecord with(StreamRecord record, byte[] value) {
    return new StreamRecord(record.timestamp(), record.key(), value, record.headers());
  }
}
