package io.optima.rules;

import io.optima.model.OptimaException;
import io.optima.model.Shown;
import io.optima.model.schema.DataType;
import io.optima.model.schema.DataTypes;
import io.optima.model.schema.Field;
import io.optima.model.schema.TableSchema;
import io.optima.yaml.Block;
import io.optima.yaml.Problems;
import io.optima.yaml.Value;
import io.optima.yaml.Yaml;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads the document; what CEL says is looked at later. */
final class RulesReader {
  private static final int MOST_RULES = 1_000;
  private static final Set<String> DOCUMENT =
      Set.of("name", "description", "columns", "match", "groups", "explain", "rules", "tests");
  private static final Set<String> RULE =
      Set.of("name", "group", "priority", "from", "until", "when", "because", "then");
  private static final Set<String> THEN = Set.of("set", "tag", "reject", "emit");

  private final Problems problems;
  private final Set<String> names = new HashSet<>();

  RulesReader(Problems problems) {
    this.problems = problems;
  }

  Ruleset read(String yaml) {
    Block document =
        Yaml.read(yaml, "the document")
            .orElseThrow(
                () ->
                    OptimaException.invalid(
                        "the document is empty: it needs name, columns and rules"))
            .block("the document", DOCUMENT, problems);
    String name = problems.gather(() -> document.text("name")).orElse("");
    TableSchema columns = columns(document);
    Map<String, Matching> groups = groups(document);
    List<Rule> rules = new ArrayList<>();
    for (Value rule : rules(document)) {
      problems.gather(() -> rule(rule, groups)).ifPresent(rules::add);
    }
    ExampleReader examples = new ExampleReader(columns);
    List<Example> read = new ArrayList<>();
    problems
        .gather(() -> document.list("tests"))
        .orElse(List.of())
        .forEach(test -> problems.gather(() -> examples.read(test)).ifPresent(read::add));
    return new Ruleset(
        name,
        columns,
        problems.gather(() -> choice(document, "match", Matching.ALL)).orElse(Matching.ALL),
        groups,
        problems.gather(() -> choice(document, "explain", Explain.FIRED)).orElse(Explain.FIRED),
        List.copyOf(rules),
        List.copyOf(read));
  }

  private List<Value> rules(Block document) {
    List<Value> rules = problems.gather(() -> document.value("rules").list()).orElse(List.of());
    if (rules.size() > MOST_RULES) {
      throw document.refused("rules", "there are more than " + MOST_RULES + " rules");
    }
    return rules;
  }

  /** Without columns nothing else can be said of the document. */
  private static TableSchema columns(Block document) {
    Block block = document.block("columns", "columns");
    List<Field> fields = new ArrayList<>();
    Set<String> lower = new HashSet<>();
    for (String name : block.keys()) {
      checkWord(block, name, "column");
      if (!lower.add(name.toLowerCase(Locale.ROOT))) {
        throw block.refusedName(name, "'" + name + "' differs from another column by case only");
      }
      fields.add(block.checked(name, () -> new Field(name, type(block.text(name)))));
    }
    return document.checked("columns", () -> new TableSchema(fields));
  }

  private static DataType type(String text) {
    DataType type = DataTypes.parse(text);
    if (Kind.variable(type).isEmpty()) {
      throw OptimaException.invalid(
          "rules cannot read columns of type %s: use bool, integers, floats, utf8, date, timestamp,"
              + " timestamp_utc or lists of them; other columns pass through without being named",
          type.text());
    }
    return type;
  }

  private Map<String, Matching> groups(Block document) {
    Map<String, Matching> groups = new LinkedHashMap<>();
    problems
        .gather(() -> document.optionalBlock("groups", "groups", Set.of()))
        .flatMap(block -> block)
        .ifPresent(
            block ->
                block
                    .keys()
                    .forEach(
                        name ->
                            problems
                                .gather(() -> choice(block, name, Matching.ALL))
                                .ifPresent(matching -> groups.put(name, matching))));
    return groups;
  }

  private static <E extends Enum<E>> E choice(Block block, String key, E absent) {
    Optional<String> text = block.optionalText(key);
    if (text.isEmpty()) {
      return absent;
    }
    List<String> known = new ArrayList<>();
    for (E choice : absent.getDeclaringClass().getEnumConstants()) {
      String word = choice.name().toLowerCase(Locale.ROOT);
      if (word.equals(text.get())) {
        return choice;
      }
      known.add(word);
    }
    throw block.refused(key, "'%s' has to be one of %s".formatted(key, String.join(", ", known)));
  }

  private Rule rule(Value value, Map<String, Matching> groups) {
    Block block = value.block("a rule", RULE, problems);
    String name = block.text("name");
    checkName(block, name);
    String group = block.optionalText("group").orElse("");
    if (!group.isEmpty() && !groups.containsKey(group)) {
      throw block.refused(
          "group", "group '%s' is not declared under groups".formatted(Shown.of(group)));
    }
    Block then = block.value("then").block("then", THEN, problems);
    if (then.keys().isEmpty()) {
      throw block.refused("then", "a rule needs something to do: set, tag, reject or emit");
    }
    return new Rule(
        name,
        group,
        block.optionalWholeNumber("priority").orElse(0L),
        moment(block, "from"),
        moment(block, "until"),
        Expression.of(block.value("when")),
        block.optionalText("because").orElse(null),
        set(then, "set", "set"),
        tags(then),
        then.optionalText("reject").orElse(null),
        emit(then));
  }

  private void checkName(Block block, String name) {
    if (!name.matches("[A-Za-z0-9_][A-Za-z0-9_.-]{0,62}")) {
      throw block.refused(
          "name",
          "'%s' is not a name of a rule: use letters, digits, _, . and -"
              .formatted(Shown.of(name)));
    }
    if (!names.add(name)) {
      throw block.refused("name", "rule '" + name + "' stands twice");
    }
  }

  private static Map<String, Expression> set(Block block, String key, String what) {
    Map<String, Expression> values = new LinkedHashMap<>();
    block
        .optionalBlock(key, what, Set.of())
        .ifPresent(
            columns ->
                columns
                    .keys()
                    .forEach(
                        column -> {
                          checkWord(columns, column, "column");
                          values.put(column, Expression.of(columns.value(column)));
                        }));
    return values;
  }

  private static List<String> tags(Block then) {
    return then.optional("tag").filter(tag -> tag.kind() == Value.Kind.TEXT).isPresent()
        ? List.of(then.text("tag"))
        : then.list("tag").stream().map(Value::text).distinct().toList();
  }

  private static Map<String, Map<String, Expression>> emit(Block then) {
    Map<String, Map<String, Expression>> emit = new LinkedHashMap<>();
    then.optionalBlock("emit", "emit", Set.of())
        .ifPresent(
            outputs ->
                outputs
                    .keys()
                    .forEach(
                        output -> {
                          if (!output.matches("[a-z][a-z0-9_]{0,62}")
                              || Outputs.RESERVED.contains(output)) {
                            throw outputs.refusedName(
                                output,
                                "'%s' cannot be the name of an output".formatted(Shown.of(output)));
                          }
                          emit.put(output, set(outputs, output, "output " + output));
                        }));
    return emit;
  }

  private static void checkWord(Block block, String name, String what) {
    if (!name.matches("[A-Za-z_][A-Za-z0-9_]{0,62}")) {
      throw block.refusedName(
          name,
          "%s '%s' is not a name that rules can use: letters, digits and _, starting with a letter"
              .formatted(what, Shown.of(name)));
    }
  }

  private static @org.jspecify.annotations.Nullable Instant moment(Block block, String key) {
    return block.optionalText(key).map(text -> block.checked(key, () -> moment(text))).orElse(null);
  }

  /** A date, meaning its midnight in UTC, or an instant. */
  static Instant moment(String text) {
    try {
      return text.contains("T")
          ? Instant.parse(text)
          : LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant();
    } catch (DateTimeParseException e) {
      throw OptimaException.invalid(
          "'%s' is neither a date such as 2026-01-31 nor a time such as 2026-01-31T12:00:00Z",
          Shown.of(text));
    }
  }
}
