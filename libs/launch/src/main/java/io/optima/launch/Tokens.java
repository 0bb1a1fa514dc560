package io.optima.launch;

import io.optima.model.OptimaException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * Who may call: {@code tokens.json} maps the SHA-256 of each token to a principal and its roles, so
 * that the file itself opens no door. Services read it again when it changes.
 */
public final class Tokens {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  /** Whom a token stands for. */
  public record Holder(String principal, Set<String> roles) {
    public Holder {
      roles = Set.copyOf(roles);
    }
  }

  private final Home home;

  public Tokens(Home home) {
    this.home = home;
  }

  /** The administrator's token; made when there is none. */
  public String administrator() {
    try {
      if (Files.exists(home.token())) {
        return Files.readString(home.token()).strip();
      }
      String token = create("admin", Set.of("admin"));
      writeSecret(home.token(), token + "\n");
      return token;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot keep " + home.token(), e);
    }
  }

  /** A new token; only its digest is kept, so it cannot be shown again. */
  public String create(String principal, Set<String> roles) {
    String token = "optima_" + Secrets.random(24);
    Map<String, Holder> all = list();
    all.put(digest(token), new Holder(principal, roles));
    write(all);
    return token;
  }

  /** All tokens by digest. */
  public Map<String, Holder> list() {
    if (!Files.exists(home.tokens())) {
      return new LinkedHashMap<>();
    }
    try {
      return JSON.readValue(
          Files.readAllBytes(home.tokens()), new TypeReference<LinkedHashMap<String, Holder>>() {});
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + home.tokens(), e);
    }
  }

  /**
   * Ends the validity of the one token whose digest starts so.
   *
   * @throws OptimaException NOT_FOUND when none or several do
   */
  public Holder revoke(String digestStart) {
    Map<String, Holder> all = list();
    List<String> found =
        all.keySet().stream().filter(each -> each.startsWith(digestStart)).toList();
    if (found.size() != 1) {
      throw OptimaException.notFound(
          "%d tokens have an id starting with '%s': see optima token list",
          found.size(), digestStart);
    }
    Holder holder = all.get(found.getFirst());
    all.remove(found.getFirst());
    write(all);
    return java.util.Objects.requireNonNull(holder);
  }

  public static String digest(String token) {
    try {
      byte[] bytes = token.getBytes(StandardCharsets.UTF_8);
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private void write(Map<String, Holder> all) {
    writeSecret(
        home.tokens(),
        JSON.writerWithDefaultPrettyPrinter().writeValueAsString(new TreeMap<>(all)) + "\n");
  }

  /** Nobody but the owner can read the file at any moment. */
  private static void writeSecret(Path file, String text) {
    Path next = file.resolveSibling(file.getFileName() + ".next");
    try {
      Files.deleteIfExists(next);
      Files.writeString(Files.createFile(next, ownerOnly()), text);
      Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file, e);
    }
  }

  private static FileAttribute<?>[] ownerOnly() {
    if (!FileSystems.getDefault().supportedFileAttributeViews().contains("posix")) {
      return new FileAttribute<?>[0];
    }
    return new FileAttribute<?>[] {
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
    };
  }
}
