package io.optima.query.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.optima.model.DatasetRef;
import io.optima.model.Principal;
import io.optima.model.lineage.ColumnLineage;
import io.optima.query.secure.OwnersAndReaders;
import io.optima.query.secure.PublishedTables;
import io.optima.query.secure.ReadSettings;
import io.optima.query.secure.Relations;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class QueryLineageTest {
  private static final Principal ANN = new Principal("ann", Set.of());

  private PublishedTables tables;
  private Relations relations;
  private SqlEngine engine;

  @BeforeAll
  void start(@TempDir Path home) throws Exception {
    tables = new PublishedTables(home);
    relations = new Relations(tables.store(), new OwnersAndReaders(), ReadSettings.in(home));
    engine = new SqlEngine(relations, QuerySettings.in(home));
    tables.table(
        "s/t", "ann", Set.of(), "select 1 as a, 2 as b, 3 as c, [1] as l, {'x': 1, 'y': 2} as st");
    tables.table("s/u", "ann", Set.of(), "select 1 as a, 2 as d, 'e' as e");
  }

  @AfterAll
  void stop() {
    engine.close();
    relations.close();
    tables.close();
  }

  /** Expected: output<dataset.column, = copied, ~ computed, ? filter; in alphabetical order. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          select a, b + c as s from s.t | a=t.a s~t.b s~t.c
          select a as x from s.t where b > 1 | x=t.a x?t.b
          select a from s.t where a > 1 | a=t.a
          select t.a, u.e from s.t t join s.u u on t.b = u.d | a=t.a a?t.b a?u.d e=u.e e?t.b e?u.d
          select a, e from s.t join s.u using (a) | a=t.a a?u.a e=u.e e?t.a e?u.a
          select u.a as z from s.t join s.u using (a) | z=u.a z?t.a
          select a from s.t full join s.u using (a) | a~t.a a~u.a
          select a from s.t natural right join s.u | a=u.a a?t.a
          select b from s.t semi join s.u on t.a = u.a | b=t.b b?t.a b?u.a
          select sum(b) as n from s.t group by c | n~t.b n?t.c
          select c, count(*) as n from s.t group by c | c=t.c n?t.c
          select c, count(*) as n from s.t group by 1 having max(b) > 1 | c=t.c c?t.b n?t.b n?t.c
          select sum(b) filter (where c > 1) as n from s.t | n~t.b n?t.c
          select rank() over (partition by a order by b) as r from s.t | r~t.a r~t.b
          select a from s.t qualify row_number() over (order by b) = 1 | a=t.a a?t.b
          select a from s.t order by b desc limit 1 | a=t.a a?t.b
          with x as (select a as q, b from s.t where c > 1) select q from x | q=t.a q?t.c
          with x(m, n) as (select a, b + 1 from s.t) select n, m from x | m=t.a n~t.b
          with t as (select d as a from s.u) select a from t | a=u.d
          select (select max(d) from s.u where u.a = t.a) as m from s.t | m~u.d m?t.a m?u.a
          select a from s.t where exists (select e from s.u where u.d = t.b) | a=t.a a?t.b a?u.d
          select a from s.t where b in (select d from s.u) | a=t.a a?t.b a?u.d
          select a from s.t union all select d from s.u | a=t.a a=u.d
          select a from s.t union select a + 1 from s.t | a=t.a
          select a from s.t except select d from s.u | a=t.a a?u.d
          select a, b from s.t union by name select a, d from s.u | a=t.a a=u.a b=t.b d=u.d
          select a from s.t union all select d from s.u order by a | a=t.a a=u.d
          select * from s.u | a=u.a d=u.d e=u.e
          select u.* from s.t, s.u | a=u.a d=u.d e=u.e
          select * exclude (e) replace (d + 1 as d) rename (a as z) from s.u | d~u.d z=u.a
          select columns('^[ad]$') from s.u | a=u.a d=u.d
          select max(columns('^[ad]$')) from s.u | a~u.a d~u.d
          select x.* from (select a as q, e from s.u) x(p) | e=u.e p=u.a
          select q + 1 as r from (select b + c as q from s.t) | r~t.b r~t.c
          select a + 1 as x, x * 2 as y from s.t | x~t.a y~t.a
          select cast(a as varchar) as v, case when b > 1 then c end as w from s.t | v~t.a w~t.b w~t.c
          select list_transform(l, lambda a: a + b) as z from s.t | z~t.b z~t.l
          select [i + b for i in l if i > c] as z from s.t | z~t.b z~t.c z~t.l
          select v from s.t, unnest(l) as q(v) | v~t.l
          select z.k from s.t, lateral (select t.a + u.d as k from s.u) z | k~t.a k~u.d
          select st.x as k, st from s.t | k~t.st st=t.st
          select t from s.u t | t~u.a t~u.d t~u.e
          select #2 as k from s.u | k=u.d
          select distinct on (d) a from s.u | a=u.a a?u.d
          select 1 as k from s.u | ``
          select k.n from (values (1), (2)) k(n) | ``
          with recursive r(n) as (select a from s.t union all select n + d from r, s.u) select n from r | n=t.a n~u.d
          select * from (pivot s.u on e in ('x') using sum(d) group by a) | a~u.a a~u.d a~u.e x~u.a x~u.d x~u.e
          select optima.s.u.d, s.u.e from s.u | d=u.d e=u.e
          select D from S.U | d=u.d
          from s.u select a, a | a=u.a a_1=u.a
          select max(d) over w as m from s.u window w as (order by e) | m~u.d m~u.e
          select a from s.t tablesample 50% where (b, c) = (1, 2) | a=t.a a?t.b a?t.c
          """)
  void columnsComeFrom(String sql, String expected) {
    Set<String> found = new TreeSet<>();
    for (ColumnLineage column : engine.check(ANN, sql).columns()) {
      String via =
          switch (column.via()) {
            case "IDENTITY" -> "=";
            case "EXPRESSION" -> "~";
            default -> "?";
          };
      found.add(column.output() + via + column.input().name() + "." + column.column());
    }
    Set<String> wanted = expected.isEmpty() ? Set.of() : new TreeSet<>(Set.of(expected.split(" ")));
    assertThat(found).containsExactlyInAnyOrderElementsOf(wanted);
  }

  @org.junit.jupiter.api.Test
  void aliasesAreTracedToTheirDatasets() {
    Names names = Names.aliases(Map.of("Base", DatasetRef.parse("s/t")));
    assertThat(engine.check(ANN, "select b from base", names, Map.of()).columns())
        .containsExactly(
            new ColumnLineage("b", io.optima.model.DatasetName.parse("s/t"), "b", "IDENTITY"));
  }
}
