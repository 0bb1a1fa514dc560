package io.optima.jdbc.dialect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.optima.jdbc.value.Conversions;
import io.optima.model.ErrorCode;
import io.optima.model.OptimaException;
import io.optima.model.schema.DataType;
import io.optima.model.schema.DataType.Decimal;
import io.optima.model.schema.DataType.Simple;
import io.optima.model.schema.Field;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every dialect promises of its text, without a server. */
abstract class DialectContract {
  private static final Pattern TYPE =
      Pattern.compile("([a-zA-Z0-9_ ]+?)(?:\\((\\d+)(?: char)?(?:,(\\d+))?\\))?( with time zone)?");

  final Dialect dialect;

  DialectContract(Dialect dialect) {
    this.dialect = dialect;
  }

  /** Types as their driver calls them, where these are others than in SQL. */
  String driverName(String type) {
    return type;
  }

  static List<DataType> flatTypes() {
    List<DataType> types = new ArrayList<>(Arrays.asList(Simple.values()));
    types.add(new Decimal(1, 0));
    types.add(new Decimal(15, 15));
    types.add(new Decimal(38, 20));
    return types;
  }

  static List<DataType> nestedTypes() {
    return List.of(
        new DataType.ListOf(Simple.INT32),
        new DataType.Struct(List.of(new Field("a", Simple.INT32))),
        new DataType.MapOf(Simple.UTF8, Simple.INT32));
  }

  @ParameterizedTest
  @MethodSource("flatTypes")
  void columnsThatAreMadeHoldTheirTypeAndGiveItBack(DataType type) {
    for (boolean key : new boolean[] {false, true}) {
      String sql = dialect.columnType(type, key);
      assertThat(sql).as(type.text()).isNotNull();
      DataType form = dialect.found(shape(sql)).form();
      var there = Conversions.between(type, form);
      var back = Conversions.between(form, type);
      assertThat(there).as("%s as %s", type.text(), sql).isPresent();
      assertThat(type == Simple.NULL || back.isPresent()).as("%s as %s", type.text(), sql).isTrue();
      for (Object value : values(type)) {
        Object stored = there.orElseThrow().of(value);
        assertThat(back.orElseThrow().of(stored)).as("%s as %s", type.text(), sql).isEqualTo(value);
      }
    }
  }

  private Shape shape(String sql) {
    Matcher matcher = TYPE.matcher(sql);
    assertThat(matcher.matches()).as(sql).isTrue();
    String name = matcher.group(1) + (matcher.group(4) == null ? "" : matcher.group(4));
    int first = matcher.group(2) == null ? 0 : Integer.parseInt(matcher.group(2));
    boolean time = name.startsWith("time");
    int second = matcher.group(3) == null ? 0 : Integer.parseInt(matcher.group(3));
    return new Shape(
        "x",
        driverName(name).toLowerCase(java.util.Locale.ROOT),
        time ? 0 : first,
        time ? first : second);
  }

  private static List<Object> values(DataType type) {
    return switch (type) {
      case Decimal(int precision, int scale) -> {
        BigDecimal most =
            new BigDecimal(BigInteger.TEN.pow(precision).subtract(BigInteger.ONE), scale);
        yield List.of(most, most.negate(), BigDecimal.ZERO.setScale(scale));
      }
      case Simple simple ->
          switch (simple) {
            case NULL -> List.of();
            case BOOL -> List.of(true, false);
            case INT8 -> List.of(-128L, 127L);
            case INT16 -> List.of(-32_768L, 32_767L);
            case INT32 -> List.of((long) Integer.MIN_VALUE, (long) Integer.MAX_VALUE);
            case INT64 -> List.of(Long.MIN_VALUE, Long.MAX_VALUE);
            case UINT8 -> List.of(0L, 255L);
            case UINT16 -> List.of(0L, 65_535L);
            case UINT32 -> List.of(0L, 4_294_967_295L);
            case UINT64 -> List.of(BigInteger.ZERO, new BigInteger("18446744073709551615"));
            case FLOAT32 -> List.of(Float.MAX_VALUE, Float.MIN_VALUE, 0.1f);
            case FLOAT64 -> List.of(Double.MAX_VALUE, Double.MIN_VALUE, 0.1);
            case UTF8 -> List.of("", "a' \" \\ ü");
            case BINARY -> List.of();
            case DATE -> List.of(LocalDate.of(1, 1, 1), LocalDate.of(9999, 12, 31));
            case TIME -> List.of(LocalTime.MIDNIGHT, LocalTime.of(23, 59, 59, 999_999_000));
            case TIMESTAMP -> List.of(LocalDateTime.of(2024, 2, 29, 1, 2, 3, 4_000));
            case TIMESTAMP_NS -> List.of(LocalDateTime.of(1969, 12, 31, 23, 59, 59, 999_999_999));
            case TIMESTAMP_UTC -> List.of(Instant.parse("1969-12-31T23:59:59.999999Z"));
            case INTERVAL -> List.of(new io.optima.jdbc.value.Interval(-14, 3, -5_000_001));
          };
      default -> throw new IllegalArgumentException(type.text());
    };
  }

  @ParameterizedTest
  @MethodSource("nestedTypes")
  void nestedTypesHaveNoColumn(DataType type) {
    assertThat(dialect.columnType(type, false)).isNull();
  }

  @Test
  void namesAreQuotedAndValuesAreBound() {
    TableName table = new TableName("my schema", "drop table x; --");
    List<String> columns = List.of("a\"b", "c");
    for (String sql :
        List.of(
            dialect.insert(table, columns),
            dialect.upsert(table, columns, List.of("c")),
            dialect.probe(table, columns, List.of("c")),
            dialect.probe(table, columns, List.of()))) {
      assertThat(sql).contains("\"my schema\".\"drop table x; --\"", "\"a\"\"b\"");
    }
    assertThat(dialect.insert(table, columns).chars().filter(c -> c == '?').count()).isEqualTo(2);
    assertThat(dialect.upsert(table, columns, List.of("c")).chars().filter(c -> c == '?').count())
        .isEqualTo(2);
    assertThat(dialect.upsert(table, List.of("c"), List.of("c"))).doesNotContain(" set ");
  }

  @Test
  void whatMayPassIsTriedAgain() {
    for (SQLException error :
        List.of(
            new SQLException("secret value", "08006"),
            new SQLException("secret value", "40001"),
            new SQLTransientConnectionException("secret value"))) {
      OptimaException translated = dialect.translated("table t cannot be read", error);
      assertThat(translated.code()).isEqualTo(ErrorCode.UNAVAILABLE);
      assertThat(translated.text()).startsWith("table t cannot be read").doesNotContain("secret");
    }
    assertThat(dialect.translated("x", new SQLException("?", "22000")).code())
        .isEqualTo(ErrorCode.FAILED_PRECONDITION);
  }

  void assertRefused(String... urls) {
    for (String url : urls) {
      assertThatThrownBy(() -> dialect.checkUrl(url))
          .as(url)
          .isInstanceOfSatisfying(
              OptimaException.class,
              e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_ARGUMENT));
    }
  }
}
