package io.optima.transform.execute;

import io.optima.model.DatasetName;
import io.optima.model.DatasetRef;
import io.optima.model.ErrorCode;
import io.optima.model.OptimaException;
import io.optima.model.Principal;
import io.optima.model.dataset.Input;
import io.optima.model.dataset.LogEntry;
import io.optima.model.schema.DataType;
import io.optima.model.transform.Definition;
import io.optima.query.secure.Grant;
import io.optima.query.secure.Relations;
import io.optima.query.sql.CheckedQuery;
import io.optima.query.sql.Names;
import io.optima.query.sql.Parameter;
import io.optima.query.sql.SqlEngine;
import io.optima.store.DatasetLog;
import io.optima.transform.Sql;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** SQL of definitions over the secured relations. */
public final class EngineSql implements Sql {
  private final Relations relations;
  private final SqlEngine engine;
  private final DatasetLog datasets;

  public EngineSql(Relations relations, SqlEngine engine, DatasetLog datasets) {
    this.relations = relations;
    this.engine = engine;
    this.datasets = datasets;
  }

  /** Aliases of one dataset that are not pinned see the same version. */
  @Override
  public SortedMap<String, Input> pin(Principal caller, Map<String, DatasetRef> inputs) {
    Map<DatasetName, LogEntry> heads = new LinkedHashMap<>();
    SortedMap<String, Input> pinned = new TreeMap<>();
    inputs.forEach(
        (alias, ref) -> {
          LogEntry head =
              heads.computeIfAbsent(ref.name(), name -> relations.visible(caller, name));
          Grant grant = relations.grant(caller, ref, head);
          pinned.put(
              alias, new Input(ref.name(), grant.version().number(), grant.version().content()));
        });
    return pinned;
  }

  @Override
  public void check(Principal caller, Definition definition, SortedMap<String, Input> pinned) {
    CheckedQuery query = checked(caller, definition, pinned);
    Set<String> used = query.parameters().stream().map(Parameter::name).collect(Collectors.toSet());
    Set<String> unused = new HashSet<>(definition.parameters().keySet());
    unused.removeAll(used);
    if (!unused.isEmpty()) {
      throw OptimaException.invalid(
          "parameter '%s' does not stand in the SQL: use $%s or take it away",
          unused.iterator().next(), unused.iterator().next());
    }
    used.removeAll(definition.parameters().keySet());
    if (!used.isEmpty()) {
      throw OptimaException.invalid(
          "the SQL has parameter $%s: declare its type under parameters", used.iterator().next());
    }
  }

  /** The query over exactly the pinned versions. */
  CheckedQuery checked(Principal caller, Definition definition, SortedMap<String, Input> pinned) {
    Map<String, DatasetRef> aliases = new LinkedHashMap<>();
    pinned.forEach(
        (alias, input) -> aliases.put(alias, DatasetRef.of(input.dataset(), input.version())));
    CheckedQuery query =
        engine.check(caller, definition.sql(), Names.aliases(aliases), types(definition));
    requireInputsOnly(query, pinned);
    return query;
  }

  private static Map<String, DataType> types(Definition definition) {
    return definition.parameters().entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, entry -> entry.getValue().type()));
  }

  /** What the commit names as inputs is what was read, no more and no less. */
  private static void requireInputsOnly(CheckedQuery query, SortedMap<String, Input> pinned) {
    for (Input read : query.inputs()) {
      if (!pinned.containsValue(read)) {
        throw OptimaException.invalid(
            "the SQL reads %s, which is not among the inputs: give it a name there and use that",
            read.dataset());
      }
    }
    pinned.forEach(
        (alias, input) -> {
          if (!query.inputs().contains(input)) {
            throw OptimaException.invalid(
                "input '%s' does not stand in the SQL: use it or take it away", alias);
          }
        });
  }

  @Override
  public void checkOutput(Principal caller, DatasetName output) {
    Optional<LogEntry> head = datasets.head(output);
    head.ifPresent(entry -> relations.requireChange(caller, entry));
    if (head.isPresent() && head.get().dropped()) {
      throw OptimaException.of(
          ErrorCode.FAILED_PRECONDITION,
          "output %s is dropped: undrop it, or write to another dataset with --as",
          output);
    }
  }
}
