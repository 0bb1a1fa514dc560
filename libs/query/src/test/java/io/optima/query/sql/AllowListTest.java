package io.optima.query.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.optima.model.ErrorCode;
import io.optima.model.OptimaException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AllowListTest {
  private SqlParser parser;

  @BeforeAll
  void start(@TempDir Path spill) {
    parser = new SqlParser(spill);
  }

  @AfterAll
  void stop() {
    parser.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        // files and functions that read them, wherever a table or value may stand
        "from read_csv('/etc/passwd')",
        "with x as (select * from read_csv('/etc/passwd')) select * from x",
        "with recursive x as (select 1 as a union all select a from read_csv('x'), x) from x",
        "select (select max(column0) from read_text('/etc/passwd'))",
        "select * from s.t, lateral (select * from read_parquet('x')) y",
        "select * from s.t where exists (from glob('/**'))",
        "select * from s.t where a in (select content from read_blob('x'))",
        "select * from s.t join read_json('x') on true",
        "select * from s.t union all select * from parquet_scan('x')",
        "select case when true then (from sniff_csv('x')) end",
        "select sum((select 1 from parquet_metadata('x'))) over () from s.t",
        "select * from s.t order by (select 1 from read_ndjson('x'))",
        "select * from s.t limit (select 1 from read_duckdb('x'))",
        "select list_transform([1], lambda x: (select count(*) from glob('x')))",
        "select count(*) filter (where (select true from glob('x'))) from s.t",
        "values ((select content from read_text('x')))",
        "select * from (pivot s.t on a in (1) using sum((select 1 from glob('x'))))",
        "select a from s.t qualify (select true from glob('x'))",
        "select distinct on ((select 1 from glob('x'))) a from s.t",
        "select a from s.t group by (select 1 from glob('x'))",
        "select * replace ((select 1 from glob('x')) as a) from s.t",
        "select columns(c -> c = getenv('x')) from s.t",
        "select * from range((select count(*) from glob('x')))",
        "select cast(getenv('HOME') as int)",
        "select a from s.t having getenv('HOME') = 'x'",
        "select sum(a) over (order by getenv('x') rows getvariable('y') preceding) from s.t",
        "from READ_CSV('x')",
        "from \"read_csv\"('x')",
        "from main.read_csv('x')",
        "from system.main.read_csv('x')",
        "from read_csv/* comment */('x')",
        // running SQL from text
        "from query('select 1')",
        "from query_table('s.t')",
        "from json_execute_serialized_sql('{}')",
        "select json_serialize_sql('select 1')",
        "select json_deserialize_sql('{}')",
        "select json_serialize_plan('select 1')",
        "select list_aggregate([1], 'sum')",
        // environment, settings, catalogue, side effects
        "select getenv('HOME')",
        "select system.main.getenv('HOME')",
        "select GetEnv('HOME')",
        "select 'HOME'.getenv()",
        "select current_setting('home_directory')",
        "select getvariable('x')",
        "select current_query()",
        "select current_schemas(true)",
        "select in_search_path('a', 'b')",
        "select nextval('x')",
        "select stats(a) from s.t",
        "select write_log('x')",
        "select error('x')",
        "select sleep_ms(1000)",
        "select pg_sleep(1)",
        "select txid_current()",
        "select main.upper('x')",
        "select pg_catalog.upper('x')",
        "select system.main.upper('x')",
        "from duckdb_settings()",
        "from duckdb_secrets()",
        "from duckdb_functions()",
        "from duckdb_views()",
        "from duckdb_columns()",
        "from pragma_table_info('s.t')",
        "from pragma_storage_info('s.t')",
        "from pragma_show('s.t')",
        "from pragma_version()",
        "from test_all_types()",
        "from repeat_row(1, num_rows := 3)",
        "from arrow_scan(1, 2, 3)",
        "from seq_scan('s.t')",
        "from summary((from s.t))",
        "from histogram(s.t, a)",
        "with duckdb_views as (select 1) from duckdb_views",
        "with pg_class as (select 1) select 1",
        // statements that are no plain SELECT
        "select 1; select 2",
        "select 1; drop table x",
        "copy (select 1) to '/tmp/x'",
        "copy s.t from '/tmp/x'",
        "select * from (copy (select 1) to 'x')",
        "attach '/tmp/x.db'",
        "detach memory",
        "use memory",
        "pragma version",
        "pragma table_info('s.t')",
        "set threads = 1",
        "set variable x = 1",
        "reset threads",
        "install httpfs",
        "load httpfs",
        "call pragma_version()",
        "export database '/tmp/x'",
        "import database '/tmp/x'",
        "explain select 1",
        "explain analyze select 1",
        "describe s.t",
        "describe select 1",
        "desc s.t",
        "summarize s.t",
        "summarize select 1",
        "show tables",
        "show all tables",
        "show databases",
        "from (describe s.t)",
        "from (summarize s.t)",
        "from (show tables)",
        "select * from s.t where a in (select column_name from (describe s.t))",
        "prepare p as select 1",
        "execute p",
        "execute p(1)",
        "deallocate p",
        "create table x as select 1",
        "create macro f(x) as getenv(x)",
        "create view v as select 1",
        "create secret (type s3)",
        "insert into s.t values (1)",
        "with x as (insert into s.t values (1) returning *) from x",
        "with x as (delete from s.t returning *) from x",
        "with x as (update s.t set a = 1 returning *) from x",
        "update s.t set a = 1",
        "delete from s.t",
        "merge into s.t using s.u on true when matched then delete",
        "alter table s.t rename to u",
        "drop view s.t",
        "truncate s.t",
        "begin",
        "commit",
        "checkpoint",
        "force checkpoint",
        "vacuum",
        "analyze",
        "comment on table s.t is 'x'",
        "pivot s.t on a using sum(b)",
        "from s.t at (version => 3)",
        "from s.t at (timestamp => now())",
        // types
        "select cast('x' as nosuchtype)",
        "select cast('x' as s.mytype)",
        "select 'x'::geometry",
        // nothing
        "",
        "-- nothing",
        "select",
        "from a.b.c.d",
      })
  void refusesWhatIsNotListed(String sql) {
    assertThatThrownBy(() -> parser.parse(sql))
        .isInstanceOfSatisfying(
            OptimaException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_ARGUMENT));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "select 1;",
        "select 1; -- done",
        "select ';' as a, $$;$$ as b, e'\\';' as c /* ; */ -- ;\n, 1 as \";\" ;;",
        "from s.t select a, b where c",
        "select a + 1, -a, a || b, a ** 2, a // 2, a % 2, a & b, a << 1, ~a, a!, @a from s.t",
        "with a as (select 1 as x), b as (from a) select * from b join a using (x)",
        "with recursive t(n) as (select 1 union all select n + 1 from t where n < 9) from t",
        "with x as materialized (from s.t) from x union all by name from x",
        "select * exclude (a) replace (b + 1 as b) rename (c as d) from s.t",
        "select columns('a.*'), columns(c -> c like 'x%') from s.t",
        "select a, sum(b) filter (where c) over w from s.t window w as (partition by d order by e)",
        "select lag(a, 1, 0) over (order by b rows between 1 preceding and current row) from s.t",
        "select * from s.t positional join s.u",
        "select * from s.t asof join s.u on s.t.a >= s.u.a",
        "select * from s.t semi join s.u using (a)",
        "select * from s.t, lateral (select t.a + 1) x, unnest(t.l) as u(v)",
        "select [x + 1 for x in [1, 2] if x > 1], list_filter([1], lambda x: x > 0), [1, 2][1:]",
        "select {'a': 1}.a, map {'k': 1}['k'], struct_pack(a := 1), row(1, 2), t from s.t",
        "select a.upper().lower() from s.t",
        "select date '2020-01-01' + interval 1 month, extract(year from now()), d at time zone"
            + " 'UTC' from s.t",
        "select j -> '$.a', j ->> 'b', json_extract(j, '$.c') from s.t",
        "select a from s.t group by all having count(*) > 1 order by all limit 10% offset 2",
        "select a, b from s.t group by grouping sets ((a), (b), ()), cube (c)",
        "select * from (pivot s.t on a in (1, 2) using sum(b) group by c)",
        "unpivot s.t on a, b into name n value v",
        "select * from s.t tablesample 10%",
        "select * from range(10), generate_series(1, 2) g(i)",
        "select $1, $2::date",
        "select ?, ? + 1",
        "select $name || 'x'",
        "values (1, 'a'), (2, null)",
        "table s.t",
        "select cast(a as decimal(10, 2)), b::int[], c::struct(x int, y map(varchar, date)[]),"
            + " d::timestamp with time zone, e::double precision, f::varchar(3) from s.t",
        "select a between 1 and 2, a in (1, 2), a not in (select 1), exists (select 1), a like 'x'"
            + " escape '!', a similar to 'b', a ~ 'c', a collate nocase, a is distinct from b"
            + " from s.t",
        "select quantile_cont(a, [0.1, 0.9]), percentile_cont(0.5) within group (order by a),"
            + " string_agg(distinct b, ',' order by b), mode(c), regr_slope(a, b) from s.t",
        "select #1 from s.t order by 1",
      })
  void acceptsWhatPeopleWrite(String sql) {
    assertThat(parser.parse(sql).query().isObject()).isTrue();
  }

  @org.junit.jupiter.api.Test
  void findsEveryTableThatIsNoCommonTableExpression() {
    SyntaxTree tree =
        parser.parse(
            """
            with orders as (select * from Sales.Orders), x as (from orders, "a-b"."c@3")
            select *, (select max(v) from late.sub) from x
            join optima.other.tab on true where exists (from orders, bare)\
            """);
    assertThat(tree.tables().stream().map(SyntaxTree.TableUse::path))
        .containsExactly(
            List.of("sales", "orders"),
            List.of("a-b", "c@3"),
            List.of("late", "sub"),
            List.of("optima", "other", "tab"),
            List.of("bare"));
  }

  @org.junit.jupiter.api.Test
  void commonTableIsNotVisibleInItselfNorAroundItsQuery() {
    SyntaxTree tree =
        parser.parse("with x as (select * from x) select * from (with y as (from x) from y), y");
    assertThat(tree.tables().stream().map(SyntaxTree.TableUse::path))
        .containsExactly(List.of("x"), List.of("y"));
  }

  @org.junit.jupiter.api.Test
  void saysWhatIsWrongAndWhere() {
    assertThatThrownBy(() -> parser.parse("select 'ä', getenv('HOME')"))
        .hasMessage("SQL at position 13: function 'getenv' is not allowed");
    assertThatThrownBy(() -> parser.parse("select a frm b c"))
        .hasMessageContaining("syntax error at or near")
        .hasMessageContaining("position");
    assertThatThrownBy(() -> parser.parse("from (describe s.t)"))
        .hasMessageContaining("DESCRIBE, SHOW and SUMMARIZE is not allowed");
  }

  @org.junit.jupiter.api.Test
  void deepNestingIsRefusedNotFatal() {
    assertThat(parser.parse("select " + "1+".repeat(300) + "1").tables()).isEmpty();
    assertThatThrownBy(() -> parser.parse("select " + "(".repeat(5000) + "1" + ")".repeat(5000)))
        .isInstanceOf(OptimaException.class);
    assertThatThrownBy(() -> parser.parse("select " + "1+".repeat(100_000) + "1"))
        .isInstanceOf(OptimaException.class);
  }
}
