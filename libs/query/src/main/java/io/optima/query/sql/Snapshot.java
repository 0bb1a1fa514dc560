package io.optima.query.sql;

import io.optima.model.DatasetName;
import io.optima.model.DatasetRef;
import io.optima.model.Principal;
import io.optima.model.dataset.LogEntry;
import io.optima.query.secure.Grant;
import io.optima.query.secure.Relations;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/** The versions that one statement sees: every dataset in one state, whatever names it has. */
final class Snapshot {
  private final Relations relations;
  private final Principal principal;
  private final Names names;
  private final Map<DatasetName, LogEntry> heads = new HashMap<>();
  private final Map<DatasetRef, Grant> granted = new HashMap<>();

  private Snapshot(Relations relations, Principal principal, Names names) {
    this.relations = relations;
    this.principal = principal;
    this.names = names;
  }

  /** Every table of the statement with its version, in order of first appearance. */
  static Map<TableName, Grant> of(
      SyntaxTree tree, Names names, Relations relations, Principal principal) {
    Snapshot snapshot = new Snapshot(relations, principal, names);
    Map<TableName, Grant> grants = new LinkedHashMap<>();
    for (SyntaxTree.TableUse use : tree.tables()) {
      grants.computeIfAbsent(TableName.of(use, names, tree.sql()), snapshot::grant);
    }
    return grants;
  }

  private Grant grant(TableName table) {
    DatasetRef ref = table.ref();
    if (ref == null) {
      return relations.staged(
          table.table(), Objects.requireNonNull(names.staged().get(table.table())));
    }
    LogEntry head = heads.computeIfAbsent(ref.name(), name -> relations.visible(principal, name));
    Long instead = names.latest().get(ref.name());
    boolean unpinned = ref.version() == null && ref.content() == null;
    DatasetRef meant = unpinned && instead != null ? DatasetRef.of(ref.name(), instead) : ref;
    return granted.computeIfAbsent(meant, one -> relations.grant(principal, one, head));
  }
}
