package io.optima.runtime.actor;

import io.dapr.serializer.DaprObjectSerializer;
import io.dapr.utils.TypeRef;
import org.jspecify.annotations.Nullable;

/** Lets actor methods take and return plain values while {@link Envelope}s travel. */
final class EnvelopeSerializer implements DaprObjectSerializer {
  @Override
  public byte[] serialize(@Nullable Object value) {
    return Envelope.reply(value);
  }

  // The SDK's own signature; a caller gets what its TypeRef says.
  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals", "NullAway"})
  @Override
  public <T> T deserialize(byte @Nullable [] envelope, TypeRef<T> type) {
    return envelope == null || envelope.length == 0
        ? null
        : (T) Envelope.body(envelope, type.getType());
  }

  @Override
  public String getContentType() {
    return "application/json";
  }
}
