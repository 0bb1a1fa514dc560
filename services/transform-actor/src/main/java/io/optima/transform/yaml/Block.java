package io.optima.transform.yaml;

import io.optima.model.OptimaException;
import io.optima.model.Shown;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** A mapping of the document, each key with the place where it stands. */
final class Block {
  private final Node node;
  private final String what;
  private final Map<String, Node> values = new LinkedHashMap<>();

  private Block(Node node, String what) {
    this.node = node;
    this.what = what;
  }

  /**
   * @param allowed keys; empty: any
   */
  static Block of(Node node, String what, Set<String> allowed) {
    Block block = new Block(node, what);
    if (!(node instanceof MappingNode mapping)) {
      throw refused(node, what + " has to be a mapping of names to values");
    }
    for (NodeTuple entry : mapping.getValue()) {
      String key = key(entry.getKeyNode());
      if (!allowed.isEmpty() && !allowed.contains(key)) {
        throw refused(
            entry.getKeyNode(),
            "'%s' is not known in %s: use %s"
                .formatted(Shown.of(key), what, String.join(", ", new TreeSet<>(allowed))));
      }
      if (block.values.put(key, entry.getValueNode()) != null) {
        throw refused(entry.getKeyNode(), "'" + Shown.of(key) + "' stands twice");
      }
    }
    return block;
  }

  private static String key(Node node) {
    if (node instanceof ScalarNode scalar) {
      return scalar.getValue();
    }
    throw refused(node, "a name has to be a text");
  }

  List<String> keys() {
    return List.copyOf(values.keySet());
  }

  boolean has(String key) {
    return values.containsKey(key);
  }

  String text(String key) {
    return optionalText(key)
        .filter(text -> !text.isBlank())
        .orElseThrow(() -> refused(key, "'" + key + "' has no value"));
  }

  /** The text of a scalar, whatever YAML thinks its type is; empty when absent or null. */
  Optional<String> optionalText(String key) {
    Node value = values.get(key);
    if (value == null) {
      return Optional.empty();
    }
    if (!(value instanceof ScalarNode scalar)) {
      throw refused(value, "'" + key + "' has to be a text");
    }
    return scalar.getTag().equals(Tag.NULL) ? Optional.empty() : Optional.of(scalar.getValue());
  }

  Block block(String key, String name) {
    return block(key, name, Set.of());
  }

  Block block(String key, String name, Set<String> allowed) {
    Node value = values.get(key);
    if (value == null) {
      throw refused(key, "'" + key + "' is missing");
    }
    return of(value, name, allowed);
  }

  /** What the work yields; what it refuses is refused at the place of the key. */
  <T> T checked(String key, Supplier<T> work) {
    try {
      return work.get();
    } catch (OptimaException e) {
      if (e.text().startsWith("line ")) {
        throw e;
      }
      throw refused(key, e.text());
    }
  }

  OptimaException refused(String key, String problem) {
    Node value = values.get(key);
    if (value == null) {
      return refused(node, problem + " (in " + what + ")");
    }
    return refused(value, problem);
  }

  private static OptimaException refused(Node node, String problem) {
    return node.getStartMark()
        .map(mark -> DefinitionReader.refused(mark, problem))
        .orElseGet(() -> OptimaException.invalid("%s", problem));
  }
}
