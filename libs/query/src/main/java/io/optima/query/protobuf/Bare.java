package io.optima.query.protobuf;

/** Values that are in columns what they are in messages. */
enum Bare implements Codec {
  CODEC;

  @Override
  public Object column(Object value) {
    return value;
  }

  @Override
  public Object field(Object column) {
    return column;
  }
}
