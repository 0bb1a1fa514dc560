package io.optima.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.optima.jdbc.dialect.TableName;
import io.optima.model.ErrorCode;
import io.optima.model.OptimaException;
import io.optima.model.Principal;
import io.optima.model.stream.SecretRef;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatabasesTest {
  private static final Principal ANN = new Principal("ann", Set.of());
  private static final Principal BOB = new Principal("bob", Set.of());
  private static final Principal ROOT = new Principal("root", Set.of(Principal.ADMIN));
  private static final SecretRef SECRET = new SecretRef("vault", "warehouse");

  @TempDir Path folder;
  private final List<SecretRef> asked = new ArrayList<>();

  private Databases databases(String url) {
    return new Databases(
        Map.of("warehouse", new ConnectionSettings(url, null, Set.of("ann"), SECRET)),
        secret -> {
          asked.add(secret);
          return Map.of("username", "clerk", "password", "p4ssw0rd");
        });
  }

  @Test
  void connectionsAreOfThoseThatTheyAllow() {
    Databases databases = databases("jdbc:sqlite:" + folder.resolve("a.db"));
    assertThat(databases.open("warehouse", ANN)).isNotNull();
    assertThat(databases.open("warehouse", ROOT)).isNotNull();
    String refusal = "there is no connection 'warehouse' that bob may use";
    assertThatThrownBy(() -> databases.open("warehouse", BOB)).hasMessageStartingWith(refusal);
    assertThatThrownBy(() -> databases.open("other", ANN))
        .hasMessageStartingWith("there is no connection 'other' that ann may use");
  }

  @Test
  void secretsAreReadForEachConnectionAndShownNowhere() throws Exception {
    int port;
    try (ServerSocket nobody = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = nobody.getLocalPort();
    }
    Database database =
        databases("jdbc:postgresql://127.0.0.1:" + port + "/sales").open("warehouse", ANN);
    for (int i = 1; i <= 2; i++) {
      assertThatThrownBy(() -> database.check(Source.of(TableName.parse("trips"))))
          .isInstanceOfSatisfying(
              OptimaException.class,
              e -> {
                assertThat(e.code()).isEqualTo(ErrorCode.UNAVAILABLE);
                assertThat(e).hasStackTraceContaining("PostgreSQL").hasMessageContaining("trips");
                for (Throwable at = e; at != null; at = at.getCause()) {
                  assertThat(String.valueOf(at)).doesNotContain("p4ssw0rd");
                }
              });
      assertThat(asked).hasSize(i).containsOnly(SECRET);
    }
  }

  @Test
  void urlsAreCheckedAtTheStart() {
    assertThatThrownBy(() -> databases("jdbc:sqlite::memory:"))
        .hasMessageStartingWith("connection 'warehouse': the url is not allowed");
    assertThatThrownBy(() -> databases("jdbc:mysql://db/sales"))
        .hasMessageContaining("connection 'warehouse'");
  }

  @Test
  void driverThatIsNotThereIsNamed() {
    Database oracle = databases("jdbc:oracle:thin:@//db:1521/sales").open("warehouse", ANN);
    assertThatThrownBy(() -> oracle.check(Source.of(TableName.parse("TRIPS"))))
        .isInstanceOf(OptimaException.class)
        .hasMessageContaining("no driver");
  }
}
