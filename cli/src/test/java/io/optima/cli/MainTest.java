package io.optima.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.optima.launch.Home;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MainTest {
  @TempDir Path folder;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void wrongUsageEndsWithTwoAndSaysWhatIsWrong() {
    assertThat(run("describe", "Not A Name")).isEqualTo(2);
    assertThat(err.toString()).contains("not of the form group/name");
  }

  @Test
  void aMissingFileIsWrongUsageToo() {
    Path file = folder.resolve("none.csv");

    assertThat(run("publish", "a/b", file.toString(), "--address", "127.0.0.1:1", "--token", "t"))
        .isEqualTo(2);
    assertThat(err.toString()).contains("there is no file " + file);
  }

  @Test
  void aTopicOfKafkaIsNamedWithItsServers() {
    assertThat(create("--topic", "t")).isEqualTo(2);
    assertThat(err.toString()).contains("--kafka host:port and --topic name");
    assertThat(create("--kafka", "h:1", "--topic", "t", "--kafka-secret", "x")).isEqualTo(2);
    assertThat(err.toString()).contains("--kafka-secret is 'x': write store/name");
  }

  @Test
  void aSourceIsNamedAsAWhole() {
    assertThat(create("--from-pubsub", "events")).isEqualTo(2);
    assertThat(err.toString()).contains("'events' is not of the form component/topic");
    assertThat(create("--dead-letters", "dead")).isEqualTo(2);
    assertThat(err.toString()).contains("--dead-letters needs --from-pubsub");
    assertThat(create("--from-kafka")).isEqualTo(2);
    assertThat(err.toString()).contains("--from-kafka needs --kafka and --topic");
    assertThat(create("--from-postgres", "db:5432", "--table", "public.orders")).isEqualTo(2);
    assertThat(err.toString()).contains("write host:port/database");
    assertThat(create("--from-postgres", "db:5432/shop")).isEqualTo(2);
    assertThat(err.toString()).contains("--from-postgres needs --table");
    assertThat(create("--table", "public.orders")).isEqualTo(2);
    assertThat(err.toString()).contains("need --from-postgres");
    assertThat(create("--from-pubsub", "a/b", "--from-postgres", "d:1/s", "--table", "x.y"))
        .isEqualTo(2);
    assertThat(err.toString()).contains("a stream has one source");
  }

  private int create(String... options) {
    String[] common = {"stream", "create", "a/b", "--address", "127.0.0.1:1", "--token", "t"};
    return run(Stream.concat(Stream.of(common), Stream.of(options)).toArray(String[]::new));
  }

  @Test
  void streamsAreReadFromPlacesOnly() {
    String[] calling = {"--address", "127.0.0.1:1", "--token", "t"};
    assertThat(
            run(
                "stream",
                "tail",
                "a/b",
                "--from",
                "noon",
                calling[0],
                calling[1],
                calling[2],
                calling[3]))
        .isEqualTo(2);
    assertThat(err.toString()).contains("'noon' is neither earliest, latest, an offset nor a time");
    assertThat(run("stream")).isEqualTo(2);
    assertThat(
            run(
                "stream",
                "publish",
                "a/b",
                "--key",
                "id",
                "--json",
                calling[0],
                calling[1],
                calling[2],
                calling[3]))
        .isEqualTo(2);
    assertThat(err.toString()).contains("with --json the key is 'key'");
  }

  @Test
  void withoutARunningOptimaTheRemedyIsNamed() {
    assertThat(run("list", "--home", folder.toString())).isEqualTo(1);
    assertThat(err.toString()).contains("run 'optima up' first").doesNotContain("\tat ");
  }

  @Test
  void anUnreachableAddressIsAFailureWithoutAStackTrace() {
    assertThat(run("list", "--address", "127.0.0.1:1", "--token", "t")).isEqualTo(1);
    assertThat(err.toString()).startsWith("optima: ").doesNotContain("\tat ");
  }

  @Test
  void unknownCommandsAreUsageErrors() {
    assertThat(run("publsh", "a/b")).isEqualTo(2);
    assertThat(err.toString()).contains("Did you mean");
  }

  @Test
  void statusOfAnEmptyHomeIsDown() {
    assertThat(run("status", "--home", folder.toString())).isEqualTo(1);
    assertThat(out.toString()).contains("Optima is down");
  }

  @Test
  void tokensAreMadeListedAndRevoked() throws IOException {
    String home = folder.toString();
    assertThat(run("token", "create", "ada", "--home", home)).isZero();
    String token = out.toString().strip();
    assertThat(run("token", "list", "--home", home)).isZero();
    assertThat(out.toString()).contains("ada");
    assertThat(Files.readString(new Home(folder).tokens())).doesNotContain(token);
    assertThat(run("token", "revoke", "", "--home", home)).isZero();
  }

  @Test
  void completionKnowsEveryCommand() {
    assertThat(run("completion")).isZero();
    assertThat(out.toString()).contains("publish").contains("lineage").contains("undrop");
  }

  private int run(String... arguments) {
    return Main.commandLine(arguments)
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(arguments);
  }
}
