package io.optima.query.secure;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ProcessFolderTest {
  @TempDir private Path root;

  /** Another process that opens a folder there; it ends without closing it. */
  static final class Other {
    private Other() {}

    public static void main(String[] arguments) throws IOException {
      ProcessFolder folder = ProcessFolder.open(Path.of(arguments[0]));
      System.out.println(folder.path());
    }
  }

  private Path anotherProcess() throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Other.class.getName(),
                root.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    Path folder = Path.of(new String(process.getInputStream().readAllBytes(), UTF_8).strip());
    assertThat(process.waitFor()).isZero();
    return folder;
  }

  @Test
  void foldersOfLivingProcessesStayAndThoseOfDeadOnesGo() throws Exception {
    try (ProcessFolder first = ProcessFolder.open(root);
        ProcessFolder second = ProcessFolder.open(root)) {
      List<Path> living = List.of(first.path(), second.path());
      Path dead = anotherProcess();
      assertThat(living).allMatch(Files::isDirectory);
      assertThat(dead).isDirectory();
      ProcessFolder.open(root).close();
      assertThat(dead).doesNotExist();
      assertThat(living).allMatch(Files::isDirectory);
    }
    assertThat(root).isEmptyDirectory();
  }
}
