package io.optima.cli;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.arrow.flight.FlightDescriptor;
import org.apache.arrow.flight.FlightEndpoint;
import org.apache.arrow.flight.FlightInfo;
import org.apache.arrow.flight.Location;
import org.apache.arrow.flight.NoOpFlightProducer;
import org.apache.arrow.flight.Ticket;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.DateDayVector;
import org.apache.arrow.vector.DecimalVector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.TimeStampMicroTZVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;

/** Answers every query with one row of the most usual types. */
final class SampleRows extends NoOpFlightProducer {
  private final BufferAllocator allocator;

  SampleRows(BufferAllocator allocator) {
    this.allocator = allocator;
  }

  @Override
  public FlightInfo getFlightInfo(CallContext context, FlightDescriptor descriptor) {
    try (VectorSchemaRoot rows = rows()) {
      FlightEndpoint endpoint =
          new FlightEndpoint(new Ticket(new byte[0]), Location.reuseConnection());
      return new FlightInfo(rows.getSchema(), descriptor, List.of(endpoint), -1, -1);
    }
  }

  @Override
  public void getStream(CallContext context, Ticket ticket, ServerStreamListener listener) {
    try (VectorSchemaRoot rows = rows()) {
      listener.start(rows);
      listener.putNext();
      listener.completed();
    }
  }

  private VectorSchemaRoot rows() {
    IntVector small = new IntVector("int32", allocator);
    small.setSafe(0, 1);
    BigIntVector big = new BigIntVector("int64", allocator);
    big.setSafe(0, 1);
    Float8Vector real = new Float8Vector("float64", allocator);
    real.setSafe(0, 1);
    DecimalVector decimal = new DecimalVector("decimal", allocator, 18, 2);
    decimal.setSafe(0, 1);
    BitVector bit = new BitVector("bool", allocator);
    bit.setSafe(0, 1);
    VarCharVector text = new VarCharVector("utf8", allocator);
    text.setSafe(0, "text".getBytes(StandardCharsets.UTF_8));
    DateDayVector day = new DateDayVector("date", allocator);
    day.setSafe(0, 1);
    TimeStampMicroTZVector moment = new TimeStampMicroTZVector("timestamp_utc", allocator, "UTC");
    moment.setSafe(0, 1);
    VectorSchemaRoot rows = VectorSchemaRoot.of(small, big, real, decimal, bit, text, day, moment);
    rows.setRowCount(1);
    return rows;
  }
}
