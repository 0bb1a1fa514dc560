package io.optima.lineage.openlineage;

import io.optima.model.OptimaException;
import io.optima.model.Shown;
import java.net.URI;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import tools.jackson.databind.JsonNode;

/** An object within an event and where it stands, so that refusals name the field. */
record Fields(String path, JsonNode node) {
  private static final int LONGEST = 1000;

  boolean has(String name) {
    return node.hasNonNull(name);
  }

  Fields object(String name) {
    JsonNode value = node.path(name);
    if (!value.isObject()) {
      throw refused(name, value.isMissingNode() ? "is missing" : "is not an object");
    }
    return new Fields(at(name), value);
  }

  /** Empty when it is not there: facets are optional, and those that are not objects are no use. */
  Fields optional(String name) {
    return new Fields(at(name), node.path(name));
  }

  /** The objects of a list that may be missing. */
  List<Fields> objects(String name) {
    JsonNode list = node.path(name);
    if (list.isMissingNode() || list.isNull()) {
      return List.of();
    }
    if (!list.isArray()) {
      throw refused(name, "is not a list");
    }
    List<Fields> found = new ArrayList<>();
    for (int i = 0; i < list.size(); i++) {
      Fields each = new Fields(at(name) + "[" + i + "]", list.get(i));
      if (!each.node().isObject()) {
        throw OptimaException.invalid("%s is not an object", each.path());
      }
      found.add(each);
    }
    return found;
  }

  /** Text that must be there, of 1 to 1000 characters. */
  String text(String name) {
    String value = optionalText(name);
    if (value.isEmpty()) {
      throw refused(name, "is missing");
    }
    return value;
  }

  String optionalText(String name) {
    JsonNode value = node.path(name);
    if (value.isMissingNode() || value.isNull()) {
      return "";
    }
    if (!value.isString()) {
      throw refused(name, "is not text");
    }
    String text = value.asString();
    if (text.length() > LONGEST) {
      throw refused(name, "has more than " + LONGEST + " characters");
    }
    if (text.indexOf('\0') >= 0) {
      throw refused(name, "has a character 0");
    }
    return text;
  }

  void uri(String name) {
    String value = text(name);
    try {
      URI.create(value);
    } catch (IllegalArgumentException e) {
      throw refused(name, "'" + Shown.of(value) + "' is not a URI");
    }
  }

  Instant time(String name) {
    String value = text(name);
    try {
      return OffsetDateTime.parse(value).toInstant();
    } catch (DateTimeException e) {
      throw refused(
          name, "'" + Shown.of(value) + "' is not a time such as 2026-01-31T12:00:00.000Z");
    }
  }

  String uuid(String name) {
    String value = text(name);
    try {
      return UUID.fromString(value).toString();
    } catch (IllegalArgumentException e) {
      throw refused(name, "'" + Shown.of(value) + "' is not a UUID");
    }
  }

  OptimaException refused(String name, String why) {
    return OptimaException.invalid("%s %s", at(name), why);
  }

  private String at(String name) {
    return path.isEmpty() ? name : path + "." + name;
  }
}
