package io.optima.query.protobuf;

import com.squareup.wire.schema.CoreLoader;
import com.squareup.wire.schema.ErrorCollector;
import com.squareup.wire.schema.Linker;
import com.squareup.wire.schema.Location;
import com.squareup.wire.schema.MessageType;
import com.squareup.wire.schema.ProtoFile;
import com.squareup.wire.schema.Schema;
import com.squareup.wire.schema.SchemaException;
import com.squareup.wire.schema.Type;
import com.squareup.wire.schema.internal.parser.ProtoFileElement;
import com.squareup.wire.schema.internal.parser.ProtoParser;
import io.optima.model.OptimaException;
import io.optima.model.Shown;
import io.optima.model.schema.TableSchema;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads the source of a {@code .proto} file and makes columns of one of its messages. */
public final class ProtoSchemas {
  private static final int LONGEST_SOURCE = 1 << 20;
  private static final int DEEPEST = 64;

  private ProtoSchemas() {}

  /**
   * The columns that a message declares.
   *
   * @param file name for messages of errors
   * @param source text of the file; it may import well-known types only
   * @param message name with or without its package; empty when the file has only one message
   * @throws OptimaException INVALID_ARGUMENT naming file, line and message
   */
  public static TableSchema read(String file, String source, String message) {
    return declared(file, source, message).columns();
  }

  /**
   * A message and the files that declare it and what it uses.
   *
   * @param own name of its file
   */
  record Declared(Schema files, String own, MessageType message, TableSchema columns) {}

  static Declared declared(String file, String source, String message) {
    checkSize(file, source);
    ProtoFileElement parsed = parse(file, source);
    List<ProtoFile> files = new ArrayList<>(WellKnown.imported(file, parsed));
    files.add(ProtoFile.Companion.get(parsed));
    Schema linked = link(files);
    ProtoFile own = Objects.requireNonNull(linked.protoFile(file));
    MessageType found = find(file, own, message);
    return new Declared(linked, file, found, new MessageColumns(file, linked).columns(found));
  }

  private static Schema link(List<ProtoFile> files) {
    try {
      return new Linker(CoreLoader.INSTANCE, new ErrorCollector(), true, true).link(files);
    } catch (SchemaException e) {
      throw OptimaException.invalid("%s", String.valueOf(e.getMessage()));
    }
  }

  private static void checkSize(String file, String source) {
    int depth = 0;
    for (int i = 0; i < source.length(); i++) {
      char c = source.charAt(i);
      depth += c == '{' ? 1 : c == '}' ? -1 : 0;
      if (depth > DEEPEST) {
        throw OptimaException.invalid(
            "%s: messages stand in each other more than %d deep", file, DEEPEST);
      }
    }
    if (source.length() > LONGEST_SOURCE) {
      throw OptimaException.invalid("%s has more than %d characters", file, LONGEST_SOURCE);
    }
  }

  private static ProtoFileElement parse(String file, String source) {
    try {
      return ProtoParser.Companion.parse(Location.get(file), source);
    } catch (IllegalStateException | IllegalArgumentException e) {
      throw OptimaException.invalid("%s", String.valueOf(e.getMessage()));
    }
  }

  private static MessageType find(String file, ProtoFile own, String name) {
    List<MessageType> all = own.getTypes().stream().flatMap(ProtoSchemas::messages).toList();
    List<MessageType> named =
        name.isEmpty()
            ? own.getTypes().stream()
                .filter(MessageType.class::isInstance)
                .map(MessageType.class::cast)
                .toList()
            : all.stream().filter(message -> isNamed(message, name)).toList();
    if (named.size() == 1) {
      return named.getFirst();
    }
    String known =
        all.stream().map(type -> type.getType().toString()).collect(Collectors.joining(", "));
    throw name.isEmpty()
        ? OptimaException.invalid("%s: name the message that declares the columns: %s", file, known)
        : OptimaException.invalid("%s has no message '%s', but: %s", file, Shown.of(name), known);
  }

  private static boolean isNamed(MessageType message, String name) {
    String full = message.getType().toString();
    return full.equals(name) || full.endsWith("." + name);
  }

  private static Stream<MessageType> messages(Type type) {
    Stream<MessageType> nested = type.getNestedTypes().stream().flatMap(ProtoSchemas::messages);
    return type instanceof MessageType message ? Stream.concat(Stream.of(message), nested) : nested;
  }
}
