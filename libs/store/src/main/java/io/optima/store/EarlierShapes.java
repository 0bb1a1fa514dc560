package io.optima.store;

import io.optima.model.transform.Revision;
import io.optima.model.transform.RunRecord;
import io.optima.model.transform.RunRules;
import java.util.Map;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What stores hold that were written when a transformation was one statement with one output, in
 * the shape of today.
 */
final class EarlierShapes {
  private static final String ONLY = "result";

  private static final Map<Class<?>, Consumer<ObjectNode>> RENEWED =
      Map.of(
          Revision.class, EarlierShapes::revision,
          RunRecord.class, EarlierShapes::record);

  private EarlierShapes() {}

  static boolean mayHave(Class<?> type) {
    return RENEWED.containsKey(type);
  }

  /** Changes the tree, unless it is in today's shape already. */
  static void renew(JsonNode stored, Class<?> type) {
    Consumer<ObjectNode> renew = RENEWED.get(type);
    if (renew != null && stored instanceof ObjectNode object) {
      renew.accept(object);
    }
  }

  private static void revision(ObjectNode revision) {
    if (revision.path("definition") instanceof ObjectNode definition && definition.has("sql")) {
      ObjectNode step = definition.putObject("steps").putObject(ONLY);
      step.putArray("needs");
      ObjectNode work = step.putObject("work");
      work.put("kind", "sql");
      work.putObject("statements").set(ONLY, definition.remove("sql"));
      ObjectNode output = definition.putObject("outputs").putObject(ONLY);
      output.set("dataset", definition.remove("output"));
      output.put("mode", "REPLACE");
      definition.set("rules", Json.mapper().valueToTree(RunRules.DEFAULT));
    }
  }

  private static void record(ObjectNode record) {
    if (record.path("run") instanceof ObjectNode run && run.has("output")) {
      ObjectNode output = run.putArray("outputs").addObject();
      output.put("name", ONLY);
      output.set("dataset", run.remove("output"));
      output.set("version", run.remove("version"));
      if (run.has("content")) {
        output.set("content", run.remove("content"));
      }
      output.put("unchanged", run.path("alreadyComputed").asBoolean(false));
      run.putArray("steps");
      named(run);
      ObjectNode columns = record.objectNode();
      columns.set(ONLY, record.path("columns"));
      record.set("columns", columns);
    }
  }

  /** Their names stand in the definition alone; the order of these is theirs. */
  private static void named(ObjectNode run) {
    if (run.remove("inputs") instanceof ArrayNode inputs) {
      ObjectNode named = run.putObject("inputs");
      for (int i = 0; i < inputs.size(); i++) {
        named.set("input%05d".formatted(i), inputs.get(i));
      }
    }
  }
}
