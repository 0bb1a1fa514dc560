package io.optima.query.protobuf;

/**
 * A single value between a message's field and a column. In columns, integers and times are {@link
 * Long} (unsigned ones by their bits), dates days and times microseconds or nanoseconds as {@link
 * io.optima.model.schema.DataType} has them, decimals {@link java.math.BigDecimal}, intervals
 * {@link org.apache.arrow.vector.PeriodDuration}, structs arrays of their fields, lists lists, and
 * maps {@link java.util.Map}.
 */
interface Codec {
  /**
   * @param value as {@link com.google.protobuf.DynamicMessage} has it
   * @throws io.optima.model.OptimaException INVALID_ARGUMENT naming column and value
   */
  Object column(Object value);

  /**
   * @throws io.optima.model.OptimaException INVALID_ARGUMENT naming column and value
   */
  Object field(Object column);
}
