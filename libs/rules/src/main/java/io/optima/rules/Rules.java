package io.optima.rules;

import io.optima.model.OptimaException;
import io.optima.model.schema.DataType;
import io.optima.model.schema.DataType.ListOf;
import io.optima.model.schema.DataType.Simple;
import io.optima.model.schema.Field;
import io.optima.model.schema.TableSchema;
import io.optima.yaml.Problems;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A document of rules that fits its columns. Immutable. */
public final class Rules {
  /** The main output: rows that are kept, changed as rules say. */
  public static final String ROWS = "rows";

  /** The output of rejected rows, as they came, with the reason. */
  public static final String REJECTED = "rejected";

  private static final DataType TEXTS = new ListOf(Simple.UTF8);

  private final Ruleset document;
  private final Cel cel;
  private final List<CheckedRule> rules;
  private final Map<String, DataType> added;
  private final Map<String, Map<String, DataType>> emitted;

  private Rules(Ruleset document, Cel cel, Checking checking, List<CheckedRule> rules) {
    this.document = document;
    this.cel = cel;
    this.rules = rules;
    this.added = checking.added();
    this.emitted = checking.emitted();
  }

  /**
   * The rules that the document holds.
   *
   * @throws OptimaException INVALID_ARGUMENT telling each problem on a line of its own, with line
   *     and column
   */
  public static Rules read(String yaml) {
    Problems problems = new Problems();
    Ruleset document = new RulesReader(problems).read(yaml);
    Cel cel = new Cel(document.columns());
    Checking checking = new Checking(document, cel, problems);
    List<CheckedRule> rules = checking.check();
    problems.refuse();
    return new Rules(document, cel, checking, rules);
  }

  public String name() {
    return document.name();
  }

  /** The columns that have to be there, with these types. */
  public TableSchema columns() {
    return document.columns();
  }

  /** Names of the outputs: {@link #ROWS}, {@link #REJECTED} if rules reject, what they emit to. */
  public List<String> outputs() {
    List<String> outputs = new ArrayList<>(List.of(ROWS));
    if (rules.stream().anyMatch(rule -> rule.rule().reject() != null)) {
      outputs.add(REJECTED);
    }
    outputs.addAll(emitted.keySet());
    return outputs;
  }

  /**
   * Columns of an output for rows of these columns, whatever rules are in effect.
   *
   * @throws OptimaException INVALID_ARGUMENT when declared columns are not there or are of another
   *     type, or when a column that rules add is there already; NOT_FOUND for unknown outputs
   */
  public TableSchema schema(String output, TableSchema input) {
    checkFits(input);
    return switch (output) {
      case ROWS -> rows(input);
      case REJECTED -> {
        List<Field> fields = new ArrayList<>(input.fields());
        fields.add(new Field(Outputs.REASON, Simple.UTF8));
        fields.add(new Field(Outputs.FIRED, TEXTS));
        yield new TableSchema(fields);
      }
      default -> new TableSchema(emittedFields(output));
    };
  }

  private List<Field> emittedFields(String output) {
    Map<String, DataType> columns = emitted.get(output);
    if (columns == null) {
      throw OptimaException.notFound("rules '%s' have no output '%s'", document.name(), output);
    }
    List<Field> fields = new ArrayList<>();
    columns.forEach((name, type) -> fields.add(new Field(name, type)));
    return fields;
  }

  private TableSchema rows(TableSchema input) {
    List<Field> fields = new ArrayList<>(input.fields());
    added.forEach((name, type) -> fields.add(new Field(name, type)));
    if (rules.stream().anyMatch(rule -> !rule.rule().tags().isEmpty())) {
      fields.add(new Field(Outputs.TAGS, TEXTS));
    }
    if (document.explain() != Explain.NONE) {
      fields.add(new Field(Outputs.FIRED, TEXTS));
    }
    if (document.explain() == Explain.WHY) {
      fields.add(new Field(Outputs.WHY, TEXTS));
      fields.add(new Field(Outputs.FAILED, TEXTS));
    }
    return new TableSchema(fields);
  }

  private void checkFits(TableSchema input) {
    for (Field column : document.columns().fields()) {
      Field there =
          input
              .field(column.name())
              .orElseThrow(
                  () ->
                      OptimaException.invalid(
                          "rules '%s' need column '%s', which is not there",
                          document.name(), column.name()));
      if (!there.type().equals(column.type())) {
        throw OptimaException.invalid(
            "rules '%s' need column '%s' to be %s, it is %s",
            document.name(), column.name(), column.type().text(), there.type().text());
      }
    }
    for (Field there : input.fields()) {
      boolean declared = document.columns().field(there.name()).isPresent();
      boolean filled =
          Outputs.COLUMNS.stream().anyMatch(name -> name.equalsIgnoreCase(there.name()));
      boolean newColumn =
          !declared
              && added.keySet().stream().anyMatch(name -> name.equalsIgnoreCase(there.name()));
      if (filled || newColumn) {
        throw OptimaException.invalid(
            "rules '%s' add column '%s', which is there already: %s",
            document.name(),
            there.name(),
            filled ? "rename it before" : "declare it under columns to change it");
      }
    }
  }

  /** The rules in effect at a moment. */
  public RulesInEffect at(Instant moment) {
    return new RulesInEffect(this, Order.at(document, rules, moment), cel);
  }

  Map<String, DataType> emitted(String output) {
    return emitted.getOrDefault(output, Map.of());
  }

  Map<String, DataType> added() {
    return added;
  }

  /** Runs the tests that the document holds. */
  public List<ExampleResult> test() {
    return document.examples().stream().map(example -> ExampleResult.of(example, this)).toList();
  }
}
