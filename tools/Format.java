import com.google.googlejavaformat.java.Formatter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Checks ({@code check}) or rewrites ({@code write}) every Java source below a folder. */
final class Format {
  public static void main(String[] arguments) throws Exception {
    boolean write = arguments[0].equals("write");
    Formatter formatter = new Formatter();
    List<Path> different = new ArrayList<>();
    for (Path file : sources(Path.of(arguments[1]))) {
      String source = Files.readString(file);
      String formatted = formatter.formatSourceAndFixImports(source);
      if (!formatted.equals(source)) {
        different.add(file);
        if (write) Files.writeString(file, formatted);
      }
    }
    if (different.isEmpty()) return;
    different.forEach(
        file -> System.err.println((write ? "formatted " : "not formatted: ") + file));
    if (write) return;
    System.err.println("Run: mvn -N validate -Dformat=write");
    System.exit(1);
  }

  private static List<Path> sources(Path root) throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      return files
          .filter(file -> file.toString().endsWith(".java"))
          .filter(
              file ->
                  !file.toString().contains("/target/") && !file.toString().contains("/.optima/"))
          .toList();
    }
  }
}
