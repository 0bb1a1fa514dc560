package io.optima.jdbc.dialect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.optima.model.schema.DataType.Simple;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Oracle: SQL text only, NOT run against a server")
class OracleSqlTest extends DialectContract {
  private static final TableName TRIPS = new TableName("SALES", "TRIPS");

  OracleSqlTest() {
    super(new Oracle());
  }

  @Test
  void upsertIsAMerge() {
    assertThat(dialect.upsert(TRIPS, List.of("ID", "ZONE"), List.of("ID")))
        .isEqualTo(
            "merge into \"SALES\".\"TRIPS\" t using (select ? as \"ID\", ? as \"ZONE\" from dual) s"
                + " on (t.\"ID\" = s.\"ID\") when matched then update set t.\"ZONE\" = s.\"ZONE\""
                + " when not matched then insert (\"ID\", \"ZONE\") values (s.\"ID\", s.\"ZONE\")");
    assertThat(dialect.upsert(TRIPS, List.of("ID"), List.of("ID")))
        .isEqualTo(
            "merge into \"SALES\".\"TRIPS\" t using (select ? as \"ID\" from dual) s"
                + " on (t.\"ID\" = s.\"ID\")"
                + " when not matched then insert (\"ID\") values (s.\"ID\")");
  }

  @Test
  void probeReadsNoRows() {
    assertThat(dialect.probe(TRIPS, List.of("ID"), List.of()))
        .isEqualTo(
            "insert into \"SALES\".\"TRIPS\" (\"ID\") select \"ID\" from \"SALES\".\"TRIPS\""
                + " where 1 = 0");
  }

  @Test
  void othersWaitUntilASnapshotIsThere() {
    assertThat(dialect.lock(TRIPS)).isEqualTo("lock table \"SALES\".\"TRIPS\" in exclusive mode");
  }

  @Test
  void tableOfEffectsIsMadeWhenThereIsNone() {
    assertThat(dialect.effects(TRIPS.beside("optima_effects")))
        .isEqualTo(
            "declare there_is exception; pragma exception_init(there_is, -955); begin execute"
                + " immediate 'create table \"SALES\".\"optima_effects\" (effect_key varchar2(512"
                + " char) primary key, row_count number(19) not null, done_at timestamp with time"
                + " zone default systimestamp not null)'; exception when there_is then null; end;");
  }

  @Test
  void textOfAKeyFitsIntoAnIndex() {
    assertThat(dialect.columnType(Simple.UTF8, false)).isEqualTo("clob");
    assertThat(dialect.columnType(Simple.UTF8, true)).isEqualTo("varchar2(1000 char)");
  }

  @Test
  void urlsNameAServerAndNothingElse() {
    for (String url :
        new String[] {
          "jdbc:oracle:thin:@//db.example:1521/sales.example", "jdbc:oracle:thin:@tcps://db/sales"
        }) {
      assertThatCode(() -> dialect.checkUrl(url)).doesNotThrowAnyException();
    }
    assertRefused(
        "jdbc:oracle:thin:@sales",
        "jdbc:oracle:thin:@sales?TNS_ADMIN=/tmp",
        "jdbc:oracle:thin:@ldap://evil.example/x",
        "jdbc:oracle:thin:@(DESCRIPTION=(ADDRESS=(HOST=x)))",
        "jdbc:oracle:thin:ann/secret@//db:1521/sales",
        "jdbc:oracle:oci:@//db:1521/sales",
        "jdbc:oracle:thin:@//db:1521/sales?oracle.net.wallet_location=/x");
  }
}
