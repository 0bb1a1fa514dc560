package io.optima.jdbc.dialect;

import static org.assertj.core.api.Assertions.assertThatCode;

import org.junit.jupiter.api.Test;

class SqliteTextTest extends DialectContract {
  SqliteTextTest() {
    super(new Sqlite());
  }

  @Test
  void urlsNameAFileAndNothingElse() {
    assertThatCode(() -> dialect.checkUrl("jdbc:sqlite:/data/sales 2024.db"))
        .doesNotThrowAnyException();
    assertRefused(
        "jdbc:sqlite:",
        "jdbc:sqlite::memory:",
        "jdbc:sqlite:sales.db",
        "jdbc:sqlite:file:/data/sales.db?vfs=x",
        "jdbc:sqlite:/data/sales.db?enable_load_extension=true",
        "jdbc:sqlite::resource:http://example.org/sales.db");
  }
}
