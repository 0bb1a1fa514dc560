package io.optima.gateway.kafka;

import io.optima.model.ErrorCode;
import io.optima.model.OptimaException;
import io.optima.model.stream.KafkaTopic;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.errors.UnsupportedVersionException;

/** What Kafka's clients mean with their exceptions. */
final class KafkaErrors {
  private KafkaErrors() {}

  static OptimaException of(Throwable error, KafkaTopic topic) {
    Throwable cause = unwrapped(error);
    return switch (cause) {
      case OptimaException known -> known;
      case InterruptException e -> cancelled(e);
      case InterruptedException e -> cancelled(e);
      case UnknownTopicOrPartitionException e -> unknown(topic, e);
      case InvalidTopicException e -> unknown(topic, e);
      case AuthenticationException e -> refused(topic, e);
      case AuthorizationException e -> refused(topic, e);
      case RecordTooLargeException e ->
          of(
              ErrorCode.INVALID_ARGUMENT,
              "a record is larger than topic %s takes: raise its max.message.bytes (and the"
                  + " property max.request.size of the stream), or publish smaller ones",
              topic,
              e);
      case UnsupportedVersionException e ->
          of(
              ErrorCode.FAILED_PRECONDITION,
              "the brokers of topic %s are too old for this client",
              topic,
              e);
      case ConfigException e -> configuration(topic, e);
      case ApiException e -> away(topic, e);
      case KafkaException e when e.getCause() instanceof ConfigException why ->
          configuration(topic, why);
      case KafkaException e -> away(topic, e);
      case IllegalStateException e -> away(topic, new KafkaException(e)); // closed meanwhile
      default ->
          new OptimaException(
              ErrorCode.INTERNAL, "topic %s: %s".formatted(topic, cause.getMessage()), cause);
    };
  }

  private static Throwable unwrapped(Throwable error) {
    boolean wrapped = error instanceof ExecutionException || error instanceof CompletionException;
    return wrapped && error.getCause() != null ? error.getCause() : error;
  }

  private static OptimaException of(
      ErrorCode code, String format, KafkaTopic topic, Throwable cause) {
    return new OptimaException(code, String.format(format, topic), cause);
  }

  private static OptimaException cancelled(Throwable cause) {
    Thread.currentThread().interrupt();
    return new OptimaException(ErrorCode.CANCELLED, "the call was cancelled", cause);
  }

  static OptimaException unknown(KafkaTopic topic, Throwable cause) {
    return of(
        ErrorCode.NOT_FOUND,
        "there is no topic %s, or not that partition of it: create it there first, Optima neither"
            + " creates nor deletes topics",
        topic,
        cause);
  }

  private static OptimaException refused(KafkaTopic topic, KafkaException cause) {
    return new OptimaException(
        ErrorCode.FAILED_PRECONDITION,
        "the brokers of topic %s refuse us: %s. Credentials are in the stream's secret"
            .formatted(topic, cause.getMessage()),
        cause);
  }

  /** A name that cannot be resolved is a setting to Kafka, and may be a network that is away. */
  private static OptimaException configuration(KafkaTopic topic, ConfigException cause) {
    String message = String.valueOf(cause.getMessage());
    return message.contains("resolvable")
        ? away(topic, cause)
        : new OptimaException(
            ErrorCode.INVALID_ARGUMENT,
            "Kafka's clients refuse the properties of topic %s: %s".formatted(topic, message),
            cause);
  }

  private static OptimaException away(KafkaTopic topic, KafkaException cause) {
    return of(
        ErrorCode.UNAVAILABLE,
        "the brokers of topic %s do not answer: see that they run and can be reached under that"
            + " address, then try again",
        topic,
        cause);
  }
}
