package io.optima.query.protobuf;

import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.InvalidProtocolBufferException;
import com.squareup.wire.schema.ProtoFile;
import com.squareup.wire.schema.Schema;
import com.squareup.wire.schema.internal.SchemaEncoder;
import io.optima.model.OptimaException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Messages as Protobuf describes them. */
final class Descriptors {
  private Descriptors() {}

  /** A message, and all files that describe it, each behind those that it imports. */
  record Described(Descriptor message, FileDescriptorSet files) {}

  static Described of(ProtoSchemas.Declared declared) {
    try {
      FileDescriptorSet.Builder files = FileDescriptorSet.newBuilder();
      List<FileDescriptor> imported = new ArrayList<>();
      ProtoFile own = Objects.requireNonNull(declared.files().protoFile(declared.own()));
      for (String name : own.getImports()) {
        imported.add(file(declared.files(), name, files, List.of()));
      }
      for (String name : own.getPublicImports()) {
        imported.add(file(declared.files(), name, files, List.of()));
      }
      FileDescriptor file = file(declared.files(), declared.own(), files, imported);
      return new Described(message(file, declared.message().getType().toString()), files.build());
    } catch (InvalidProtocolBufferException | DescriptorValidationException e) {
      throw OptimaException.invalid("%s: %s", declared.own(), String.valueOf(e.getMessage()));
    }
  }

  /** The files that can be imported import nothing themselves. */
  private static FileDescriptor file(
      Schema schema, String name, FileDescriptorSet.Builder files, List<FileDescriptor> imported)
      throws InvalidProtocolBufferException, DescriptorValidationException {
    ProtoFile file = Objects.requireNonNull(schema.protoFile(name));
    FileDescriptorProto encoded =
        FileDescriptorProto.parseFrom(new SchemaEncoder(schema).encode(file).toByteArray());
    files.addFile(encoded);
    return FileDescriptor.buildFrom(encoded, imported.toArray(FileDescriptor[]::new));
  }

  private static Descriptor message(FileDescriptor file, String name) {
    String local =
        file.getPackage().isEmpty() ? name : name.substring(file.getPackage().length() + 1);
    String[] path = local.split("\\.");
    Descriptor found = file.findMessageTypeByName(path[0]);
    for (int i = 1; i < path.length; i++) {
      found = found.findNestedTypeByName(path[i]);
    }
    return found;
  }
}
