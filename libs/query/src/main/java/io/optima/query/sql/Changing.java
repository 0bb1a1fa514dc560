package io.optima.query.sql;

import java.util.Locale;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * What in a statement makes its result another one each time it runs, although it reads the same:
 * the clock and chance. A test compares this with what DuckDB says of its functions.
 */
final class Changing {
  /** Functions of the allow-list, wherever they stand. */
  static final Set<String> FUNCTIONS =
      Set.of(
          // the clock; of age only the form with one argument, but both are taken for it
          "age",
          "ago",
          "current_date",
          "current_localtime",
          "current_localtimestamp",
          "current_time",
          "current_timestamp",
          "get_current_time",
          "get_current_timestamp",
          "localtime",
          "localtimestamp",
          "now",
          "today",
          "transaction_timestamp",
          // chance
          "gen_random_uuid",
          "random",
          "reservoir_quantile",
          "setseed",
          "uuid",
          "uuidv4",
          "uuidv7");

  /** Of these, what needs no parentheses and so looks like a column. */
  static final Set<String> KEYWORDS =
      Set.of("current_date", "current_time", "current_timestamp", "localtime", "localtimestamp");

  private Changing() {}

  static boolean is(String kind, String type, JsonNode node) {
    return kind.equals("sample")
        || isFunction(type, node.path("function_name"))
        || isKeyword(type, node.path("column_names"));
  }

  private static boolean isFunction(String type, JsonNode name) {
    return (type.equals("FUNCTION") || type.equals("WINDOW")) && FUNCTIONS.contains(lower(name));
  }

  private static boolean isKeyword(String type, JsonNode names) {
    return type.equals("COLUMN_REF") && names.size() == 1 && KEYWORDS.contains(lower(names.get(0)));
  }

  private static String lower(JsonNode name) {
    return name.asString("").toLowerCase(Locale.ROOT);
  }
}
