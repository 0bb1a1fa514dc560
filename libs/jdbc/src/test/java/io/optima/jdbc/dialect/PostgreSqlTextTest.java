package io.optima.jdbc.dialect;

import static org.assertj.core.api.Assertions.assertThatCode;

import org.junit.jupiter.api.Test;

class PostgreSqlTextTest extends DialectContract {
  PostgreSqlTextTest() {
    super(new PostgreSql());
  }

  @Override
  String driverName(String type) {
    return switch (type) {
      case "smallint" -> "int2";
      case "integer" -> "int4";
      case "bigint" -> "int8";
      case "real" -> "float4";
      case "double precision" -> "float8";
      case "boolean" -> "bool";
      default -> type;
    };
  }

  @Test
  void urlsNameAServerAndNothingElse() {
    for (String url :
        new String[] {
          "jdbc:postgresql://db.example:5432/sales",
          "jdbc:postgresql://a:5432,b:5432/sales?targetServerType=primary&sslmode=verify-full",
          "jdbc:postgresql://[::1]/sales"
        }) {
      assertThatCode(() -> dialect.checkUrl(url)).doesNotThrowAnyException();
    }
    assertRefused(
        "jdbc:postgresql:sales",
        "jdbc:postgresql://db/sales?socketFactory=x.Y&socketFactoryArg=/etc/passwd",
        "jdbc:postgresql://db/sales?sslmode=require&loggerFile=/tmp/x",
        "jdbc:postgresql://db/sales?user=ann&password=secret",
        "jdbc:postgresql://db/sales?SSLMODE=require",
        "jdbc:postgresql://db/sales?sslrootcert=/etc/passwd",
        "jdbc:postgresql://db/sales?ssl%6Dode=x",
        "jdbc:postgresql://db/sales?",
        "jdbc:postgresql://ann:secret@db/sales",
        "jdbc:postgresql://db/sales%3FsocketFactory=x");
  }
}
