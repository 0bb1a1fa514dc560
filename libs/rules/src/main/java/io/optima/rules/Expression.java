package io.optima.rules;

import io.optima.yaml.Place;
import io.optima.yaml.Value;

/** CEL as it stands in the document. */
record Expression(String text, Value value) {
  static Expression of(Value value) {
    return new Expression(value.text(), value);
  }

  Place place(int offset) {
    return value.place(offset);
  }
}
