package io.optima.yaml;

import io.optima.model.OptimaException;
import io.optima.model.Shown;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.CollectionEndEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;

/**
 * Reads documents of YAML 1.2 (core schema): one document of at most a million characters, nested
 * at most 64 deep, no aliases of lists and mappings.
 */
public final class Yaml {
  private static final int DEEPEST = 64;
  private static final LoadSettings SETTINGS =
      LoadSettings.builder()
          .setAllowDuplicateKeys(false)
          .setMaxAliasesForCollections(0)
          .setCodePointLimit(1 << 20)
          .build();

  private Yaml() {}

  /**
   * What the document holds; empty when it holds nothing.
   *
   * @param what how messages call it, such as {@code the document}
   * @throws OptimaException INVALID_ARGUMENT naming the place when this is no YAML
   */
  public static Optional<Value> read(String text, String what) {
    try {
      checkDepth(text);
      Optional<Node> root = new Compose(SETTINGS).composeString(text);
      Source source = new Source(text);
      return root.map(node -> new Value(node, what, source));
    } catch (MarkedYamlEngineException e) {
      throw e.getProblemMark()
          .map(mark -> place(mark).refused(e.getProblem()))
          .orElseGet(() -> OptimaException.invalid("this is not YAML: %s", e.getProblem()));
    } catch (YamlEngineException e) {
      throw OptimaException.invalid(
          "the document cannot be read (%s): write each value out, aliases such as *a are not"
              + " known",
          Shown.of(String.valueOf(e.getMessage())));
    }
  }

  /** Composing takes stack for each level. */
  private static void checkDepth(String text) {
    int depth = 0;
    for (Event event : new Parse(SETTINGS).parseString(text)) {
      if (event instanceof CollectionStartEvent && ++depth > DEEPEST) {
        throw event
            .getStartMark()
            .map(Yaml::place)
            .orElseGet(() -> new Place(1, 1))
            .refused("the document is nested more than " + DEEPEST + " deep");
      } else if (event instanceof CollectionEndEvent) {
        depth--;
      }
    }
  }

  static Place place(Mark mark) {
    return new Place(mark.getLine() + 1, mark.getColumn() + 1);
  }
}
