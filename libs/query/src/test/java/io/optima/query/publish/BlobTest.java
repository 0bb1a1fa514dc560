package io.optima.query.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.optima.model.DatasetName;
import io.optima.model.dataset.Datasets.Committed;
import io.optima.model.dataset.Format;
import io.optima.model.dataset.Mode;
import java.io.ByteArrayInputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BlobTest extends PublishTest {
  @Override
  PublishSettings settings() {
    return super.settings().withChunks(65_536, 1 << 20, 1_000);
  }

  @Test
  void theContentIdIsTheDigestOfTheBytes() throws Exception {
    byte[] bytes = new byte[2_500];
    new Random(7).nextBytes(bytes);
    DatasetName dataset = create("files/random");
    Committed whole = publish(dataset, Format.BINARY, bytes);
    String digest = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    assertThat(whole.version().content().hex()).isEqualTo(digest);
    assertThat(whole.version().chunks()).isEqualTo(3);
    assertThat(publish(dataset, Format.BINARY, bytes).unchanged()).isTrue();
  }

  @Test
  void anAppendedTextIsTheSameAsOnePublishedWhole() {
    DatasetName parts = create("files/parts");
    DatasetName whole = create("files/whole");
    publish(parts, Format.TEXT, "grün ");
    Committed appended = append(parts, Format.TEXT, "und blau");
    assertThat(appended.version().content())
        .isEqualTo(publish(whole, Format.TEXT, "grün und blau").version().content());
  }

  @Test
  void textThatIsNotUtf8IsRefusedNamingTheByte() {
    DatasetName dataset = create("files/text");
    assertThatThrownBy(() -> publish(dataset, Format.TEXT, new byte[] {'a', 'b', (byte) 0xff, 'c'}))
        .hasMessageContaining("not UTF-8 at byte 2");
    assertThatThrownBy(() -> publish(dataset, Format.TEXT, new byte[] {'a', (byte) 0xc3}))
        .hasMessageContaining("not UTF-8 at byte 1");
  }

  @Test
  void charactersMayLieAcrossReads() {
    DatasetName dataset = create("files/slow");
    byte[] text = "€ and 𝄞 and ü".repeat(300).getBytes(java.nio.charset.StandardCharsets.UTF_8);
    ByteArrayInputStream oneByteAtATime =
        new ByteArrayInputStream(text) {
          @Override
          public synchronized int read(byte[] buffer, int offset, int length) {
            return super.read(buffer, offset, Math.min(length, 1));
          }
        };
    assertThat(publish(dataset, Mode.REPLACE, Format.TEXT, null, oneByteAtATime).version().bytes())
        .isEqualTo(text.length);
  }
}
