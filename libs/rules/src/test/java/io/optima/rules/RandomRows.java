package io.optima.rules;

import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A SELECT of rows with the odd values of each type, and nulls. */
final class RandomRows {
  private final Random random;

  RandomRows(long seed) {
    this.random = new Random(seed);
  }

  String select(int rows) {
    return IntStream.range(0, rows)
        .mapToObj(i -> "select " + row(i))
        .collect(Collectors.joining(" union all "));
  }

  private String row(int number) {
    return String.join(
        ", ",
        List.of(
            number + "::decimal(9,2) as \"not declared\"",
            one("bool", "b", "true", "false"),
            one("tinyint", "i8", "-128", "127", "0", "1", "-7"),
            one("integer", "i32", "-2147483648", "2147483647", "0", "1", "-7", "100"),
            one(
                "bigint",
                "i64",
                "-9223372036854775808",
                "9223372036854775807",
                "0",
                "1",
                "-1",
                "-7",
                "100",
                "9007199254740993",
                "3037000500"),
            one("uinteger", "u32", "0", "4294967295", "1", "7"),
            one("ubigint", "u64", "0", "18446744073709551615", "1", "5", "9223372036854775808"),
            one("float", "f32", "0", "'-0.0'", "'nan'", "'inf'", "0.1", "1.5", "3"),
            one(
                "double", "f64", "0", "'-0.0'", "'nan'", "'inf'", "'-inf'", "0.1", "1.5", "1e308",
                "5e-324", "1e15", "3"),
            one("varchar", "s", words()),
            one("varchar", "z", words()),
            one(
                "date",
                "d",
                "'2026-03-01'",
                "'1969-12-31'",
                "'0001-01-01'",
                "'9999-12-31'",
                "'10000-01-01'",
                "'5000-01-01 (BC)'",
                "'2024-02-29'",
                "'5874897-01-01'"),
            one(
                "timestamp",
                "t",
                "'2026-03-01 00:00:00'",
                "'1969-12-31 23:59:59.5'",
                "'0001-01-01'",
                "'9999-12-31 23:59:59.999999'",
                "'10000-01-01'",
                "'1900-06-15 12:34:56.789012'"),
            one(
                "timestamptz",
                "tu",
                "'2026-03-01 00:00:00+00'",
                "'2026-03-01 00:00:00+01'",
                "'0001-01-01 00:00:00+00'",
                "'10000-01-01 00:00:00+00'",
                "'2024-12-31 23:59:59.999999+00'")));
  }

  private static String[] words() {
    return new String[] {
      "''",
      "'a'",
      "'ab'",
      "'abb'",
      "'A'",
      "'é'",
      "'it''s'",
      "'%_'",
      "chr(10)",
      "'a' || chr(10)",
      "chr(119070)",
      "chr(65533)",
      "'12.x'",
      "'ba'"
    };
  }

  private String one(String type, String name, String... values) {
    String value = random.nextInt(5) == 0 ? "null" : values[random.nextInt(values.length)];
    return "(%s)::%s as %s".formatted(value, type, name);
  }
}
