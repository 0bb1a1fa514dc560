package io.optima.testing.system;

import io.optima.client.OptimaClient;
import io.optima.client.Progress;
import io.optima.v1.Format;
import io.optima.v1.Mode;
import io.optima.v1.PublishHeader;
import io.optima.v1.PublishResponse;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Short ways to publish small things. */
final class Publishing {
  private Publishing() {}

  static PublishResponse csv(OptimaClient client, String dataset, String text) {
    return send(client, header(dataset, Format.FORMAT_CSV).build(), text);
  }

  static PublishResponse append(OptimaClient client, String dataset, String text) {
    return send(client, header(dataset, Format.FORMAT_CSV).setMode(Mode.MODE_APPEND).build(), text);
  }

  static PublishHeader.Builder header(String dataset, Format format) {
    return PublishHeader.newBuilder()
        .setDataset(dataset)
        .setFormat(format)
        .setMode(Mode.MODE_REPLACE)
        .setCreate(true);
  }

  static PublishResponse send(OptimaClient client, PublishHeader header, String text) {
    try (var bytes = new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8))) {
      return client.datasets().publish(header, bytes, Progress.NONE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A table of that many orders: id, customer, amount. */
  static String orders(int rows, int seed) {
    StringBuilder csv = new StringBuilder("id,customer,amount\n");
    for (int row = 0; row < rows; row++) {
      csv.append(row).append(",c").append((row * 31 + seed) % 97).append(',');
      csv.append((row * 7 + seed) % 1000).append(".5\n");
    }
    return csv.toString();
  }
}
