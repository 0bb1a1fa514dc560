package io.optima.model.schema;

import io.optima.model.ErrorCode;
import io.optima.model.OptimaException;
import io.optima.model.Shown;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Whether readers of one version's columns can read another's. As with Protobuf and Buf: columns
 * (and fields of structs) may be added and may change places; one that is gone, renamed or of
 * another type breaks readers, unless its new type holds every value of the old one:
 *
 * <ul>
 *   <li>integers to wider ones of the same sign, unsigned ones also to wider signed ones
 *   <li>{@code float32} to {@code float64}
 *   <li>decimals to ones with at least as many digits before and behind the point
 *   <li>{@code null} (nothing but nulls so far) to any type
 *   <li>lists, maps and structs whose parts follow these rules
 * </ul>
 */
public final class SchemaCompatibility {
  private final List<String> breaks = new ArrayList<>();

  private SchemaCompatibility() {}

  /** What breaks readers, a sentence for each; empty when nothing does. */
  public static List<String> breaks(TableSchema before, TableSchema after) {
    SchemaCompatibility check = new SchemaCompatibility();
    check.fields("", before.fields(), after.fields());
    return List.copyOf(check.breaks);
  }

  /**
   * Returns if nothing breaks.
   *
   * @throws OptimaException FAILED_PRECONDITION naming every column with both types
   */
  public static void require(TableSchema before, TableSchema after) {
    List<String> breaks = breaks(before, after);
    if (!breaks.isEmpty()) {
      throw OptimaException.of(
          ErrorCode.FAILED_PRECONDITION,
          "the schema breaks readers of the version before: %s; publish with --allow-breaking if"
              + " that is meant",
          String.join("; ", breaks));
    }
  }

  private void fields(String path, List<Field> before, List<Field> after) {
    for (int i = 0; i < before.size(); i++) {
      Field old = before.get(i);
      Optional<Field> now = named(after, old.name());
      if (now.isPresent()) {
        type(path + old.name(), old.type(), now.get().type());
      } else {
        breaks.add(gone(path, old, renamed(i, before, after)));
      }
    }
  }

  private static Optional<Field> named(List<Field> fields, String name) {
    return fields.stream().filter(field -> field.name().equals(name)).findFirst();
  }

  /** A new column of the same type in the same place: most likely the old one's new name. */
  private static Optional<Field> renamed(int place, List<Field> before, List<Field> after) {
    return Optional.of(place)
        .filter(i -> i < after.size())
        .map(after::get)
        .filter(field -> named(before, field.name()).isEmpty())
        .filter(field -> field.type().equals(before.get(place).type()));
  }

  private static String gone(String path, Field old, Optional<Field> renamed) {
    String what =
        "column '%s' of type %s".formatted(Shown.of(path + old.name()), old.type().text());
    return renamed
        .map(
            field ->
                what
                    + " is gone, perhaps renamed to '%s' of type %s"
                        .formatted(Shown.of(path + field.name()), field.type().text()))
        .orElse(what + " is gone");
  }

  private void type(String path, DataType old, DataType now) {
    switch (old) {
      case DataType.Struct before when now instanceof DataType.Struct after ->
          fields(path + ".", before.fields(), after.fields());
      case DataType.ListOf before when now instanceof DataType.ListOf after ->
          type(path + "[]", before.element(), after.element());
      case DataType.MapOf before when now instanceof DataType.MapOf after -> {
        type(path + ".key", before.key(), after.key());
        type(path + ".value", before.value(), after.value());
      }
      default -> {
        if (!holds(now, old)) {
          breaks.add(
              "column '%s' was %s and is now %s".formatted(Shown.of(path), old.text(), now.text()));
        }
      }
    }
  }

  /** Whether every value of {@code narrow} is one of {@code wide}. */
  private static boolean holds(DataType wide, DataType narrow) {
    if (wide.equals(narrow) || narrow == DataType.Simple.NULL) {
      return true;
    }
    if (narrow instanceof DataType.Decimal from && wide instanceof DataType.Decimal to) {
      return to.scale() >= from.scale()
          && to.precision() - to.scale() >= from.precision() - from.scale();
    }
    return narrow instanceof DataType.Simple from
        && wide instanceof DataType.Simple to
        && holdsNumbers(to, from);
  }

  private static boolean holdsNumbers(DataType.Simple wide, DataType.Simple narrow) {
    if (!isInteger(narrow)) {
      return narrow == DataType.Simple.FLOAT32 && wide == DataType.Simple.FLOAT64;
    }
    boolean sameSign = (signedBits(narrow) > 0) == (signedBits(wide) > 0);
    return bits(wide) > bits(narrow) && (sameSign || signedBits(wide) > 0);
  }

  private static int bits(DataType.Simple type) {
    return signedBits(type) + unsignedBits(type);
  }

  private static boolean isInteger(DataType.Simple type) {
    return bits(type) > 0;
  }

  private static int signedBits(DataType.Simple type) {
    return switch (type) {
      case INT8 -> 8;
      case INT16 -> 16;
      case INT32 -> 32;
      case INT64 -> 64;
      default -> 0;
    };
  }

  private static int unsignedBits(DataType.Simple type) {
    return switch (type) {
      case UINT8 -> 8;
      case UINT16 -> 16;
      case UINT32 -> 32;
      case UINT64 -> 64;
      default -> 0;
    };
  }
}
