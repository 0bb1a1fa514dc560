package io.optima.transform.step.sql;

import io.optima.model.DatasetName;
import io.optima.model.DatasetRef;
import io.optima.model.DigestAlgorithm;
import io.optima.model.OptimaException;
import io.optima.model.Principal;
import io.optima.model.dataset.Input;
import io.optima.model.schema.DataType;
import io.optima.model.schema.TableSchema;
import io.optima.model.transform.ColumnFlow;
import io.optima.model.transform.RowsRef;
import io.optima.model.transform.StepWork.SqlWork;
import io.optima.query.lineage.QueryLineage;
import io.optima.query.publish.PublishListener;
import io.optima.query.publish.Publisher;
import io.optima.query.publish.Staging;
import io.optima.query.sql.CheckedQuery;
import io.optima.query.sql.Names;
import io.optima.query.sql.Parameter;
import io.optima.query.sql.RunningQuery;
import io.optima.query.sql.SqlEngine;
import io.optima.transform.step.Bench;
import io.optima.transform.step.Checking;
import io.optima.transform.step.StepInput;
import io.optima.transform.step.StepKind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;

/** SQL over the secured relations, in the name of who started the run. */
public final class SqlKind implements StepKind<SqlWork> {
  private final SqlEngine engine;
  private final Publisher publisher;

  public SqlKind(SqlEngine engine, Publisher publisher) {
    this.engine = engine;
    this.publisher = publisher;
  }

  @Override
  public Class<SqlWork> work() {
    return SqlWork.class;
  }

  @Override
  public Checked check(SqlWork work, Checking checking) {
    Names names = names(checking.inputs(), shapes(checking.tables()));
    Map<String, TableSchema> outputs = new LinkedHashMap<>();
    Set<String> reads = new HashSet<>();
    Set<String> parameters = new HashSet<>();
    work.statements()
        .forEach(
            (output, sql) -> {
              try {
                CheckedQuery query =
                    query(checking.caller(), sql, names, checking.inputs(), checking.parameters());
                outputs.put(output, query.schema());
                reads.addAll(reads(query, checking.inputs()));
                query.parameters().forEach(parameter -> parameters.add(parameter.name()));
              } catch (OptimaException e) {
                throw checking.places().refused("sql." + output, e);
              }
            });
    return new Checked(outputs, reads, parameters);
  }

  @Override
  public Prepared prepare(SqlWork work, StepInput input) {
    Names names = names(input.inputs(), input.tables());
    Map<String, DataType> types =
        input.declared().entrySet().stream()
            .collect(Collectors.toMap(Map.Entry::getKey, entry -> entry.getValue().type()));
    Map<String, CheckedQuery> queries = new LinkedHashMap<>();
    work.statements()
        .forEach(
            (output, sql) ->
                queries.put(output, query(input.caller(), sql, names, input.inputs(), types)));
    return new Queries(queries, input);
  }

  /** Tables without rows: what the statement would read is not made yet. */
  private Map<String, RowsRef> shapes(Map<String, TableSchema> tables) {
    Map<String, RowsRef> shapes = new TreeMap<>();
    if (!tables.isEmpty()) {
      try (Staging staging = publisher.staging();
          BufferAllocator memory = new RootAllocator()) {
        tables.forEach(
            (name, schema) ->
                shapes.put(
                    name,
                    staging.rows(
                        new NoRows(schema, memory), DigestAlgorithm.SHA256, PublishListener.NONE)));
        staging.kept();
      }
    }
    return shapes;
  }

  /** A dataset that is named without its alias means the pinned version as well. */
  private static Names names(Map<String, Input> inputs, Map<String, RowsRef> tables) {
    Map<String, DatasetRef> aliases = new LinkedHashMap<>();
    Map<DatasetName, Long> latest = new HashMap<>();
    inputs.forEach(
        (alias, input) -> {
          aliases.put(alias, DatasetRef.of(input.dataset(), input.version()));
          latest.merge(input.dataset(), input.version(), Math::max);
        });
    return new Names(aliases, tables, latest);
  }

  /** What the commit names as inputs is what was read: nothing but the inputs. */
  private CheckedQuery query(
      Principal caller,
      String sql,
      Names names,
      Map<String, Input> inputs,
      Map<String, DataType> types) {
    CheckedQuery query = engine.check(caller, sql, names, types);
    for (Input read : query.inputs()) {
      if (!inputs.containsValue(read)) {
        throw OptimaException.invalid(
            "the SQL reads %s, which is not among the inputs: give it a name there and use that",
            read.dataset());
      }
    }
    for (Parameter parameter : query.parameters()) {
      if (!types.containsKey(parameter.name())) {
        throw OptimaException.invalid(
            "the SQL has parameter $%s: declare its type under parameters", parameter.name());
      }
    }
    return query;
  }

  private static Set<String> reads(CheckedQuery query, Map<String, Input> inputs) {
    Set<String> reads = new HashSet<>(query.staged());
    inputs.forEach(
        (alias, input) -> {
          if (query.inputs().contains(input)) {
            reads.add(alias);
          }
        });
    return reads;
  }

  /** Statements over the data of a run. */
  private record Queries(Map<String, CheckedQuery> queries, StepInput input) implements Prepared {
    @Override
    public Set<String> reads() {
      return queries.values().stream()
          .flatMap(query -> SqlKind.reads(query, input.inputs()).stream())
          .collect(Collectors.toSet());
    }

    @Override
    public Set<String> parameters() {
      return queries.values().stream()
          .flatMap(query -> query.parameters().stream())
          .map(Parameter::name)
          .collect(Collectors.toSet());
    }

    @Override
    public boolean isRepeatable() {
      return queries.values().stream().allMatch(CheckedQuery::isRepeatable);
    }

    @Override
    public Made carryOut(Bench bench) {
      SortedMap<String, RowsRef> rows = new TreeMap<>();
      List<ColumnFlow> flows = new ArrayList<>();
      queries.forEach(
          (output, query) -> {
            bench.checkGoesOn();
            rows.put(output, run(query, output, bench));
            query.sources().forEach(source -> flows.add(flow(output, source)));
          });
      return new Made(rows, flows, "");
    }

    private RowsRef run(CheckedQuery query, String output, Bench bench) {
      Map<String, Object> values = new HashMap<>(input.values());
      values.keySet().retainAll(query.parameters().stream().map(Parameter::name).toList());
      try (RunningQuery running =
              query.run(query.values(values), bench.timeLeft(), bench.allocator());
          Bench.Stopping stopping = bench.onStop(running::cancel)) {
        return bench.stage(output, running.reader());
      }
    }

    private ColumnFlow flow(String output, QueryLineage.Source source) {
      return new ColumnFlow(
          output, source.output(), declared(source.input()), source.column(), source.via());
    }

    /** The name as the definition has it; SQL knows aliases in lower case, and datasets. */
    private String declared(String shown) {
      return Stream.concat(
              input.inputs().keySet().stream().filter(shown::equalsIgnoreCase),
              input.inputs().entrySet().stream()
                  .filter(entry -> entry.getValue().dataset().toString().equals(shown))
                  .map(Map.Entry::getKey))
          .findFirst()
          .orElse(shown);
    }
  }
}
