package io.optima.cli.demo;

import io.optima.cli.Main;
import io.optima.launch.Home;
import io.optima.model.OptimaException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine;

/**
 * Types commands, runs them and looks at what they answer. In a command, {@code @file} is one of
 * examples/flights and {@code %file} one that the tour makes.
 */
final class Tour {
  private final Path root;
  private final Home home;
  private final PrintWriter out;
  private final Path work;
  private final List<String> failed = new ArrayList<>();
  private int steps;

  Tour(Path root, Home home, PrintWriter out) throws IOException {
    this.root = root;
    this.home = home;
    this.out = out;
    this.work = Files.createDirectories(home.folder().resolve("work"));
  }

  void say(String text) {
    out.println();
    out.println("# " + text);
  }

  void type(String line) {
    out.println("$ " + line);
    out.flush();
  }

  /**
   * Runs a command.
   *
   * @param expected must be in its output
   * @param line words of the command, parted by spaces
   * @param last one more word, which may have spaces
   */
  void expect(String expected, String line, String... last) {
    List<String> words = new ArrayList<>(List.of(line.split(" ")));
    words.addAll(List.of(last));
    type("./optima " + words.stream().map(this::typed).collect(Collectors.joining(" ")));
    List<String> arguments = new ArrayList<>(words.stream().map(this::meant).toList());
    arguments.addAll(List.of("--home", home.folder().toString()));
    StringWriter answer = new StringWriter();
    PrintWriter writer = new PrintWriter(answer);
    String[] all = arguments.toArray(String[]::new);
    CommandLine command = Main.commandLine(all).setOut(writer).setErr(writer);
    int status = command.execute(all);
    writer.flush();
    out.print(answer.toString().replace(work.toString(), shown(work)));
    check(expected, line, status, answer.toString());
  }

  /** Changes a text in a file of examples/flights, as sed does. */
  void correct(String file, String old, String changed) throws IOException {
    type("sed 's/" + old + "/" + changed + "/' " + typed("@" + file) + " > " + typed("%" + file));
    String text = Files.readString(Path.of(meant("@" + file)));
    if (!text.contains(old)) {
      throw OptimaException.notFound("%s has no %s any more", file, old);
    }
    Files.writeString(Path.of(meant("%" + file)), text.replace(old, changed));
  }

  int failures() {
    return failed.size();
  }

  String verdict() {
    return failed.isEmpty()
        ? "All " + steps + " steps did what they should."
        : failed.size() + " of " + steps + " steps FAILED:\n  " + String.join("\n  ", failed);
  }

  /** A path as somebody in the installation's folder would type it. */
  String shown(Path path) {
    return path.startsWith(root) ? root.relativize(path).toString() : path.toString();
  }

  private void check(String expected, String line, int status, String answer) {
    steps++;
    if (status != 0 || !answer.contains(expected)) {
      failed.add(line + ": status " + status + ", expected '" + expected + "'");
      out.println("^ FAILED: expected '" + expected + "'");
    }
    out.flush();
  }

  private String meant(String word) {
    return path(word).map(Path::toString).orElse(word);
  }

  private String typed(String word) {
    String text = path(word).map(this::shown).orElse(word);
    return text.matches("[\\w./@:=-]+") ? text : "'" + text + "'";
  }

  private java.util.Optional<Path> path(String word) {
    return switch (word.charAt(0)) {
      case '@' ->
          java.util.Optional.of(root.resolve("examples/flights").resolve(word.substring(1)));
      case '%' -> java.util.Optional.of(work.resolve(word.substring(1)));
      default -> java.util.Optional.empty();
    };
  }
}
