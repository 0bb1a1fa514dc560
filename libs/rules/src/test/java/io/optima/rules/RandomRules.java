package io.optima.rules;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Documents of rules over {@link #COLUMNS}, by seed. All of them fit the columns. */
final class RandomRules {
  static final String COLUMNS =
      """
        b: bool
        i8: int8
        i32: int32
        i64: int64
        u32: uint32
        u64: uint64
        f32: float32
        f64: float64
        s: utf8
        z: utf8
        d: date
        t: timestamp
        tu: timestamp_utc
      """;

  private static final List<String> TIMES = List.of("d", "t", "tu");

  private final Random random;

  RandomRules(long seed) {
    this.random = new Random(seed);
  }

  String document() {
    List<String> lines = new ArrayList<>();
    lines.add("name: random");
    lines.add("explain: " + pick("why", "why", "fired", "none"));
    lines.add("match: " + pick("all", "first"));
    lines.add("columns:\n" + COLUMNS.stripTrailing());
    lines.add("groups: {one: first, each: all}");
    lines.add("rules:");
    int rules = 1 + random.nextInt(6);
    for (int i = 0; i < rules; i++) {
      lines.add(rule(i));
    }
    return String.join("\n", lines) + "\n";
  }

  private String rule(int number) {
    List<String> then = new ArrayList<>();
    List<String> set = new ArrayList<>();
    addSometimes(set, "i32", whole(2));
    addSometimes(set, "f64", real(2));
    addSometimes(set, "s", text(1));
    addSometimes(set, "b", condition(1));
    addSometimes(set, "made", whole(2));
    addSometimes(set, "moment", time());
    addSometimes(set, "counted", unsigned(1));
    addSometimes(set, "i8", pick("null", whole(1)));
    if (!set.isEmpty()) {
      then.add("set: {" + String.join(", ", set) + "}");
    }
    if (random.nextInt(3) == 0) {
      then.add("tag: [" + pick("red", "green") + ", " + pick("blue", "green") + "x]");
    }
    if (random.nextInt(5) == 0) {
      then.add("reject: too " + number);
    }
    if (then.isEmpty() || random.nextInt(3) == 0) {
      then.add(
          "emit: {seen: {what: %s, number: %s}}"
              .formatted(quoted(text(1)), quoted(pick("7", whole(2)))));
      then.add("tag: t");
    }
    return """
    - name: rule%d
      %s
      priority: %d
      when: %s
      then: {%s}\
    """
        .formatted(
            number,
            pick("", "group: one", "group: each"),
            random.nextInt(3),
            quoted(condition(3)),
            distinctKeys(then))
        .replace("\n  \n", "\n");
  }

  private static String distinctKeys(List<String> then) {
    List<String> kept = new ArrayList<>();
    for (String entry : then) {
      String key = entry.substring(0, entry.indexOf(':'));
      if (kept.stream().noneMatch(other -> other.startsWith(key + ":"))) {
        kept.add(entry);
      }
    }
    return String.join(", ", kept);
  }

  private void addSometimes(List<String> set, String column, String value) {
    if (random.nextInt(5) == 0) {
      set.add(column + ": " + quoted(value));
    }
  }

  private static String quoted(String cel) {
    return "'" + cel.replace("'", "''") + "'";
  }

  String condition(int depth) {
    if (depth > 0 && random.nextInt(2) == 0) {
      return switch (random.nextInt(6)) {
        case 0, 1 -> "(%s && %s)".formatted(condition(depth - 1), condition(depth - 1));
        case 2, 3 -> "(%s || %s)".formatted(condition(depth - 1), condition(depth - 1));
        case 4 -> "!(%s)".formatted(condition(depth - 1));
        default ->
            "(%s ? %s : %s)"
                .formatted(condition(depth - 1), condition(depth - 1), condition(depth - 1));
      };
    }
    return leaf();
  }

  private String leaf() {
    return switch (random.nextInt(17)) {
      case 0 -> "b";
      case 1, 2 -> "%s %s %s".formatted(whole(1), order(), whole(1));
      case 3, 4 -> "%s %s %s".formatted(real(1), order(), real(1));
      case 5 -> "%s %s %s".formatted(real(1), pick("<", "<=", ">", ">="), pick("3", "-1", "i8"));
      case 6 -> "%s %s %s".formatted(pick("i8", "u32", "2"), pick("<", ">="), real(1));
      case 7 -> "%s %s %s".formatted(text(0), order(), word());
      case 8 -> "%s %s %s".formatted(time(), order(), time());
      case 9 -> "%s %s null".formatted(pick("b", "i64", "f64", "s", "t", "u64"), pick("==", "!="));
      case 10 -> "null %s %s".formatted(pick("==", "!="), pick("i32", "(b ? z : s)"));
      case 11 -> "%s in [%s]".formatted(pick("i32", "i64 + 1"), many("1", "-7", "2147483647"));
      case 12 -> "%s in [%s]".formatted(pick("s", "z + 'a'"), many("'a'", "''", "'é'", "'ab'"));
      case 13 -> "%s.%s(%s)".formatted(text(0), function(), pick(word(), "z"));
      case 14 -> "s.matches(%s)".formatted(regex());
      case 15 -> "%s %s %s".formatted(unsigned(1), order(), unsigned(1));
      default -> "(%s) %s %s".formatted(condition(0), pick("==", "!="), pick("b", "true"));
    };
  }

  private String function() {
    return pick("contains", "startsWith", "endsWith");
  }

  private String order() {
    return pick("<", "<=", ">", ">=", "==", "!=");
  }

  private String whole(int depth) {
    if (depth > 0 && random.nextBoolean()) {
      return switch (random.nextInt(7)) {
        case 0, 1, 2 ->
            "(%s %s %s)".formatted(whole(depth - 1), pick("+", "-", "*"), whole(depth - 1));
        case 3 -> "(%s %s %s)".formatted(whole(depth - 1), pick("/", "%"), pick("7", "-3", "2"));
        case 4 -> "-(%s)".formatted(whole(depth - 1));
        case 5 -> pick("size(s)", "z.size()");
        default -> "%s.%s()".formatted(pick("d", "t", "tu"), part());
      };
    }
    return pick(
        "i8",
        "i32",
        "i64",
        "u32",
        "0",
        "1",
        "-1",
        "100",
        "9223372036854775807",
        "-9223372036854775808",
        "2147483648",
        "(b ? i32 : 5)",
        "(i64 == null ? 0 : i64)");
  }

  private String part() {
    return pick(
        "getFullYear",
        "getMonth",
        "getDate",
        "getDayOfMonth",
        "getDayOfWeek",
        "getDayOfYear",
        "getHours",
        "getMinutes",
        "getSeconds");
  }

  private String real(int depth) {
    if (depth > 0 && random.nextBoolean()) {
      return switch (random.nextInt(4)) {
        case 0, 1 -> "(%s %s %s)".formatted(real(depth - 1), pick("+", "-", "*"), real(depth - 1));
        case 2 -> "(%s / %s)".formatted(real(depth - 1), pick("3.0", "-0.1", "1e308"));
        default -> pick("-(f64)", "double(i64)", "double(f32)");
      };
    }
    return pick("f32", "f64", "0.0", "-0.0", "1.5", "-2.25", "0.1", "1e300", "5e-324", "1e15");
  }

  private String unsigned(int depth) {
    return depth > 0 && random.nextBoolean()
        ? "(u64 %s %s)".formatted(pick("+", "-", "*"), pick("1u", "u64", "7u"))
        : pick("u64", "0u", "5u", "18446744073709551615u");
  }

  private String text(int depth) {
    return depth > 0 && random.nextBoolean()
        ? "(%s + %s)".formatted(text(0), pick(word(), "z"))
        : pick("s", "z", word());
  }

  private String word() {
    return pick("''", "'a'", "'ab'", "'A'", "'é'", "'it\\'s'", "'%_'", "'\\n'");
  }

  private String time() {
    return random.nextInt(4) == 0
        ? pick(
            "timestamp(\"2026-03-01T00:00:00Z\")",
            "timestamp(\"1969-12-31T23:59:59.5Z\")",
            "timestamp(\"2026-03-01T01:00:00+01:00\")")
        : TIMES.get(random.nextInt(3));
  }

  private String regex() {
    return pick(
        "'a'",
        "'^a'",
        "'a$'",
        "'^[a-c]+$'",
        "'(ab)*b'",
        "'^$'",
        "'a|b$'",
        "r'\\d+\\.\\w'",
        "'b?a'");
  }

  private String many(String... items) {
    return IntStream.rangeClosed(0, random.nextInt(items.length))
        .mapToObj(i -> items[i])
        .collect(Collectors.joining(", "));
  }

  private String pick(String... choices) {
    return choices[random.nextInt(choices.length)];
  }
}
