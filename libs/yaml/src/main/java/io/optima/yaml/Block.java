package io.optima.yaml;

import io.optima.model.OptimaException;
import io.optima.model.Shown;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * A mapping of the document, each key with the place where it stands. Refusals are INVALID_ARGUMENT
 * and name line and column. A value that is absent or null is an absent one for the {@code
 * optional} questions.
 */
public final class Block {
  private final Value self;
  private final String what;
  private final Map<String, Value> names = new LinkedHashMap<>();
  private final Map<String, Value> values = new LinkedHashMap<>();

  /**
   * @param what how messages call it
   */
  Block(Value self, String what) {
    this.self = self;
    this.what = what;
  }

  void checkKey(Value key, Set<String> allowed) {
    if (!allowed.isEmpty() && !allowed.contains(key.text())) {
      throw key.refused(
          "'%s' is not known in %s: use %s"
              .formatted(Shown.of(key.text()), what, String.join(", ", new TreeSet<>(allowed))));
    }
    if (values.containsKey(key.text())) {
      throw key.refused("'" + Shown.of(key.text()) + "' stands twice");
    }
  }

  void put(Value key, Value value) {
    names.put(key.text(), key);
    values.put(key.text(), value);
  }

  /** In the document's order. */
  public List<String> keys() {
    return List.copyOf(values.keySet());
  }

  public boolean has(String key) {
    return values.containsKey(key);
  }

  /** Where the mapping begins. */
  public Place place() {
    return self.place();
  }

  public Value value(String key) {
    Value value = values.get(key);
    if (value == null) {
      throw refused(key, "'" + key + "' is missing");
    }
    return value;
  }

  public Optional<Value> optional(String key) {
    return Optional.ofNullable(values.get(key)).filter(value -> value.kind() != Value.Kind.NULL);
  }

  /** The text of a scalar, whatever YAML thinks its type is; refused when absent or blank. */
  public String text(String key) {
    return optionalText(key)
        .filter(text -> !text.isBlank())
        .orElseThrow(() -> refused(key, "'" + key + "' has no value"));
  }

  public Optional<String> optionalText(String key) {
    return optional(key, Value::text);
  }

  public Optional<Long> optionalWholeNumber(String key) {
    return optional(key, Value::wholeNumber);
  }

  public Optional<Double> optionalNumber(String key) {
    return optional(key, Value::number);
  }

  public Optional<Boolean> optionalBool(String key) {
    return optional(key, Value::bool);
  }

  public Optional<Duration> optionalDuration(String key) {
    return optional(key, Value::duration);
  }

  /** Bytes. */
  public Optional<Long> optionalSize(String key) {
    return optional(key, Value::size);
  }

  /** Empty when absent. */
  public List<Value> list(String key) {
    return optional(key, Value::list).orElse(List.of());
  }

  private <T> Optional<T> optional(String key, Function<Value, T> read) {
    return optional(key).map(read);
  }

  /** The mapping at the key, whatever its keys; refused when absent. */
  public Block block(String key, String name) {
    return block(key, name, Set.of());
  }

  /**
   * The mapping at the key; refused when absent.
   *
   * @param name how messages call it
   * @param allowed its keys; empty: any
   */
  public Block block(String key, String name, Set<String> allowed) {
    return value(key).block(name, allowed);
  }

  public Optional<Block> optionalBlock(String key, String name, Set<String> allowed) {
    return optional(key, value -> value.block(name, allowed));
  }

  /** What the work yields; what it refuses is refused at the place of the key's value. */
  public <T> T checked(String key, Supplier<T> work) {
    try {
      return work.get();
    } catch (OptimaException e) {
      if (!has(key) && !Place.isTold(e)) {
        throw refused(key, e.text());
      }
      throw place(key).refused(e);
    }
  }

  private Place place(String key) {
    Value value = values.get(key);
    return value == null ? place() : value.place();
  }

  /** A refusal at the key's value, or at the begin of the mapping when it has none. */
  public OptimaException refused(String key, String problem) {
    Value value = values.get(key);
    return value == null ? self.refused(problem + " (in " + what + ")") : value.refused(problem);
  }

  /** A refusal at the key itself. */
  public OptimaException refusedName(String key, String problem) {
    Value name = names.get(key);
    return name == null ? refused(key, problem) : name.refused(problem);
  }
}
