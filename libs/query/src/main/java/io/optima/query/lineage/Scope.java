package io.optima.query.lineage;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What names mean somewhere in a query; what is not found here is looked for outside. */
final class Scope {
  private final @Nullable Scope outside;
  private final List<Relation> relations = new ArrayList<>();
  private final Map<String, Sources> aliases = new LinkedHashMap<>();
  private final Map<String, Relation> commonTables = new LinkedHashMap<>();

  Scope(@Nullable Scope outside) {
    this.outside = outside;
  }

  void add(Relation relation) {
    relations.add(relation);
  }

  /** A name for an expression: of the select list, or a parameter of a lambda. */
  void alias(String name, Sources sources) {
    aliases.putIfAbsent(Derived.key(name), sources);
  }

  void commonTable(String name, Relation relation) {
    commonTables.put(Derived.key(name), relation);
  }

  Optional<Relation> commonTable(String name) {
    Relation found = commonTables.get(Derived.key(name));
    if (found != null) {
      return Optional.of(found);
    }
    return outside == null ? Optional.empty() : outside.commonTable(name);
  }

  List<Relation> relations() {
    return relations;
  }

  /** All columns in FROM, in order. */
  List<Derived> columns() {
    return relations.stream().flatMap(relation -> relation.columns().stream()).toList();
  }

  boolean open() {
    return relations.stream().anyMatch(Relation::open);
  }

  /** What a reference of one or more names comes from; nothing when the name is unknown. */
  Sources resolve(List<String> names) {
    return find(names).orElse(Sources.NONE);
  }

  private Optional<Sources> find(List<String> names) {
    Optional<Sources> here = column(names).or(() -> aliased(names)).or(() -> row(names));
    return here.isPresent() || outside == null ? here : outside.find(names);
  }

  /** The longest qualifier that fits wins; what follows the column's name goes into a struct. */
  private Optional<Sources> column(List<String> names) {
    for (int at = Math.min(names.size() - 1, 3); at >= 0; at--) {
      List<String> qualifier = names.subList(0, at);
      List<Sources> found = new ArrayList<>();
      for (Relation relation : relations) {
        if (at == 0) {
          relation.named(names.get(at)).forEach(column -> found.add(column.sources()));
        } else if (relation.isNamed(qualifier)) {
          relation.qualified(names.get(at)).forEach(column -> found.add(column.sources()));
        }
      }
      if (!found.isEmpty()) {
        Sources sources = Sources.all(found);
        boolean whole = at == names.size() - 1 && found.size() == 1;
        return Optional.of(whole ? sources : sources.atMost(Via.EXPRESSION));
      }
    }
    return Optional.empty();
  }

  private Optional<Sources> aliased(List<String> names) {
    Sources sources = aliases.get(Derived.key(names.getFirst()));
    return Optional.ofNullable(sources)
        .map(found -> names.size() == 1 ? found : found.atMost(Via.EXPRESSION));
  }

  /** A table's name as a value is the whole row. */
  private Optional<Sources> row(List<String> names) {
    return relations.stream()
        .filter(relation -> relation.isNamed(names))
        .findFirst()
        .map(Relation::everything);
  }
}
