package io.optima.query.sql;

import io.optima.model.DatasetName;
import io.optima.model.DatasetRef;
import io.optima.model.OptimaException;
import io.optima.query.secure.Grant;
import io.optima.query.sql.SyntaxTree.TableUse;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where a table of a statement stands in the catalog, and which version that is.
 *
 * @param schema group, or {@code main} for an alias
 * @param table name as written, in lower case, with its {@code @version}
 * @param ref null for rows that are staged under the name
 */
record TableName(String schema, String table, @Nullable DatasetRef ref) {
  static final String CATALOG = "optima";
  private static final String ALIASES = "main";

  /** Groups that DuckDB would take for something of its own. */
  private static final Set<String> SHADOWED =
      Set.of("information_schema", "pg_catalog", "system", "temp", "memory", "optima", "main");

  static TableName of(TableUse use, Names names, String sql) {
    List<String> path = use.path();
    return switch (path.size()) {
      case 1 -> alias(use, names, sql);
      case 2 -> dataset(path.get(0), path.get(1), use, sql);
      case 3 -> {
        if (!path.getFirst().equals(CATALOG)) {
          throw use.place()
              .refuse(sql, "catalog '" + path.getFirst() + "' does not exist: use " + CATALOG);
        }
        yield dataset(path.get(1), path.get(2), use, sql);
      }
      default -> throw use.place().refuse(sql, "a table's name has at most three parts");
    };
  }

  boolean isStaged() {
    return ref == null;
  }

  /** What is meant by an alias is called so, a dataset {@code group/name}. */
  String shown(Grant grant) {
    return schema.equals(ALIASES) ? table : grant.dataset().dataset().toString();
  }

  private static TableName alias(TableUse use, Names names, String sql) {
    String name = use.path().getFirst();
    DatasetRef ref = names.aliases().get(name);
    if (ref == null && !names.staged().containsKey(name)) {
      throw use.place()
          .refuse(
              sql,
              "table '"
                  + io.optima.model.Shown.of(name)
                  + "' is unknown: tables are datasets, written group.name");
    }
    return new TableName(ALIASES, name, ref);
  }

  private static TableName dataset(String group, String table, TableUse use, String sql) {
    if (SHADOWED.contains(group)) {
      throw use.place()
          .refuse(sql, "group '" + group + "' cannot be queried by SQL: the name is reserved");
    }
    int at = table.indexOf('@');
    String name = at < 0 ? table : table.substring(0, at);
    try {
      DatasetName dataset = new DatasetName(group, name);
      DatasetRef ref =
          at < 0 ? DatasetRef.latest(dataset) : DatasetRef.pinned(dataset, table.substring(at + 1));
      return new TableName(group, table, ref);
    } catch (OptimaException e) {
      throw use.place().refuse(sql, e.text());
    }
  }
}
