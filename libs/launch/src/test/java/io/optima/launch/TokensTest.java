package io.optima.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.optima.model.OptimaException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokensTest {
  @TempDir Path folder;

  @Test
  void theAdministratorsTokenStaysTheSameAndIsForItsOwnerOnly() throws IOException {
    Home home = new Home(folder);
    String token = new Tokens(home).administrator();

    assertThat(new Tokens(home).administrator()).isEqualTo(token);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(home.token())))
        .isEqualTo("rw-------");
  }

  @Test
  void theTokenItselfIsNotKept() throws IOException {
    Home home = new Home(folder);
    String token = new Tokens(home).create("ada", Set.of());

    assertThat(Files.readString(home.tokens())).doesNotContain(token).contains("ada");
    assertThat(new Tokens(home).list()).containsKey(Tokens.digest(token));
  }

  @Test
  void revokesTheOneTokenThatIsMeant() {
    Tokens tokens = new Tokens(new Home(folder));
    String token = tokens.create("ada", Set.of());
    tokens.create("bob", Set.of());

    assertThat(tokens.revoke(Tokens.digest(token).substring(0, 12)).principal()).isEqualTo("ada");
    assertThat(tokens.list()).hasSize(1);
    assertThatThrownBy(() -> tokens.revoke("none"))
        .isInstanceOf(OptimaException.class)
        .hasMessageContaining("0 tokens");
  }
}
