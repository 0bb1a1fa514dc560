package io.optima.model.schema;

import io.optima.model.OptimaException;
import io.optima.model.Shown;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Reads the text form of types: {@code list<struct<"a" int32, "b" map<utf8, decimal(9,2)>>>}. */
public final class DataTypes {
  private final String text;
  private int at;

  private DataTypes(String text) {
    this.text = text;
  }

  /**
   * The type that the text names.
   *
   * @throws OptimaException INVALID_ARGUMENT naming the position that could not be read
   */
  public static DataType parse(String text) {
    DataTypes reader = new DataTypes(text);
    DataType type = reader.type();
    reader.skipSpace();
    if (reader.at != text.length()) {
      throw reader.unreadable("end of the type");
    }
    return type;
  }

  private DataType type() {
    String word = word();
    return switch (word) {
      case "decimal" -> decimal();
      case "list" -> list();
      case "struct" -> struct();
      case "map" -> map();
      default -> simple(word);
    };
  }

  private DataType simple(String word) {
    for (DataType.Simple simple : DataType.Simple.values()) {
      if (simple.text().equals(word)) {
        return simple;
      }
    }
    throw unreadable("a type such as int64 or utf8 instead of '" + Shown.of(word) + "'");
  }

  private DataType decimal() {
    expect('(');
    int precision = number();
    expect(',');
    int scale = number();
    expect(')');
    return new DataType.Decimal(precision, scale);
  }

  private DataType list() {
    expect('<');
    DataType element = type();
    expect('>');
    return new DataType.ListOf(element);
  }

  private DataType map() {
    expect('<');
    DataType key = type();
    expect(',');
    DataType value = type();
    expect('>');
    return new DataType.MapOf(key, value);
  }

  private DataType struct() {
    expect('<');
    List<Field> fields = new ArrayList<>();
    do {
      fields.add(field());
    } while (accept(','));
    expect('>');
    return new DataType.Struct(fields);
  }

  private Field field() {
    String name = quoted();
    return new Field(name, type());
  }

  private String quoted() {
    expect('"');
    StringBuilder name = new StringBuilder();
    while (at < text.length()) {
      char c = text.charAt(at++);
      if (c != '"') {
        name.append(c);
      } else if (at < text.length() && text.charAt(at) == '"') {
        name.append(c);
        at++;
      } else {
        return name.toString();
      }
    }
    throw unreadable("a closing \"");
  }

  private String word() {
    skipSpace();
    int start = at;
    while (at < text.length()
        && (Character.isLetterOrDigit(text.charAt(at)) || text.charAt(at) == '_')) {
      at++;
    }
    return text.substring(start, at).toLowerCase(Locale.ROOT);
  }

  private int number() {
    String digits = word();
    try {
      return Integer.parseInt(digits);
    } catch (NumberFormatException e) {
      throw unreadable("a number");
    }
  }

  private boolean accept(char expected) {
    skipSpace();
    if (at < text.length() && text.charAt(at) == expected) {
      at++;
      return true;
    }
    return false;
  }

  private void expect(char expected) {
    if (!accept(expected)) {
      throw unreadable("'" + expected + "'");
    }
  }

  private void skipSpace() {
    while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
      at++;
    }
  }

  private OptimaException unreadable(String expected) {
    return OptimaException.invalid(
        "type '%s' is not readable at position %d: expected %s", Shown.of(text), at + 1, expected);
  }
}
