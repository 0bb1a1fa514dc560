package io.optima.yaml;

import io.optima.model.OptimaException;
import io.optima.model.Shown;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * Whatever stands at one place of a document. Asked for as something that it is not, it refuses at
 * its place (INVALID_ARGUMENT).
 */
public final class Value {
  /** What YAML's core schema takes a value for; quoted, {@code 12} is a text. */
  public enum Kind {
    NULL,
    BOOL,
    INTEGER,
    FLOAT,
    TEXT,
    LIST,
    MAPPING
  }

  private final Node node;
  private final String name;
  private final Source source;

  /**
   * @param name how messages call it
   */
  Value(Node node, String name, Source source) {
    this.node = node;
    this.name = name;
    this.source = source;
  }

  public Kind kind() {
    return switch (node) {
      case MappingNode _ -> Kind.MAPPING;
      case SequenceNode _ -> Kind.LIST;
      default -> scalarKind(node.getTag());
    };
  }

  private static Kind scalarKind(Tag tag) {
    if (tag.equals(Tag.NULL)) {
      return Kind.NULL;
    } else if (tag.equals(Tag.BOOL)) {
      return Kind.BOOL;
    } else if (tag.equals(Tag.INT)) {
      return Kind.INTEGER;
    } else if (tag.equals(Tag.FLOAT)) {
      return Kind.FLOAT;
    }
    return Kind.TEXT;
  }

  public Place place() {
    return node.getStartMark().map(Yaml::place).orElseGet(() -> new Place(1, 1));
  }

  /**
   * Where a character of this text stands in the document: exact for {@code |} blocks and texts on
   * one line, the text's begin where YAML folds lines or unescapes.
   *
   * @param offset in code points from 0
   */
  public Place place(int offset) {
    ScalarNode scalar = scalar("a text");
    return source.inside(place(), scalar.getScalarStyle(), scalar.getValue(), offset);
  }

  /** The characters of a scalar, whatever YAML takes it for. */
  public String text() {
    return scalar("a text").getValue();
  }

  public long wholeNumber() {
    return parsed("a whole number", EnumSet.of(Kind.INTEGER), Long::parseLong);
  }

  /** Finite. */
  public double number() {
    double number = parsed("a number", EnumSet.of(Kind.INTEGER, Kind.FLOAT), Double::parseDouble);
    if (!Double.isFinite(number)) {
      throw refused(name + " has to be a number");
    }
    return number;
  }

  /** {@code true} or {@code false}. */
  public boolean bool() {
    if (kind() != Kind.BOOL) {
      throw refused(name + " has to be true or false");
    }
    return Boolean.parseBoolean(text());
  }

  /** {@link Durations}. */
  public Duration duration() {
    return checked(() -> Durations.parse(text()));
  }

  /** Bytes; {@link Sizes}. */
  public long size() {
    return checked(() -> Sizes.parse(text()));
  }

  public List<Value> list() {
    if (!(node instanceof SequenceNode sequence)) {
      throw refused(name + " has to be a list");
    }
    List<Node> items = sequence.getValue();
    return IntStream.range(0, items.size())
        .mapToObj(i -> new Value(items.get(i), name + "[" + i + "]", source))
        .toList();
  }

  /** The mapping here, whatever its keys. */
  public Block block(String what) {
    return block(what, Set.of());
  }

  /**
   * The mapping here; an unknown key is refused.
   *
   * @param allowed keys; empty: any
   */
  public Block block(String what, Set<String> allowed) {
    return block(
        what,
        allowed,
        refusal -> {
          throw refusal;
        });
  }

  /** The mapping here without unknown and doubled keys, whose refusals are handed over. */
  public Block block(String what, Set<String> allowed, Consumer<OptimaException> refusals) {
    if (!(node instanceof MappingNode mapping)) {
      throw refused(what + " has to be a mapping of names to values");
    }
    Block block = new Block(this, what);
    for (NodeTuple entry : mapping.getValue()) {
      try {
        Value key = new Value(entry.getKeyNode(), "a name", source);
        block.checkKey(key, allowed);
        block.put(key, new Value(entry.getValueNode(), "'" + key.text() + "'", source));
      } catch (OptimaException e) {
        refusals.accept(e);
      }
    }
    return block;
  }

  /** What the work yields; what it refuses is refused at this place, unless it names another. */
  public <T> T checked(Supplier<T> work) {
    try {
      return work.get();
    } catch (OptimaException e) {
      throw place().refused(e);
    }
  }

  public OptimaException refused(String problem) {
    return place().refused(problem);
  }

  private ScalarNode scalar(String expected) {
    if (node instanceof ScalarNode scalar) {
      return scalar;
    }
    throw refused(name + " has to be " + expected);
  }

  private <T> T parsed(String expected, Set<Kind> kinds, Function<String, T> parse) {
    String text = scalar(expected).getValue();
    if (kinds.contains(kind())) {
      try {
        return parse.apply(text);
      } catch (NumberFormatException e) {
        // too large, or in a form such as 0x1F
      }
    }
    throw refused("%s has to be %s, not '%s'".formatted(name, expected, Shown.of(text)));
  }
}
