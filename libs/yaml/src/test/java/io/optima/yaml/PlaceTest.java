package io.optima.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The mark X of a text is found where the document has it. */
class PlaceTest {
  @Test
  void insideBlocks() {
    assertFound("sql: |\n  select X\n  from t\n", new Place(2, 10));
    assertFound("sql: |\n  select 1\n\n    from X\n", new Place(4, 10));
    assertFound("a: 1\nsql: |2-   # kept\n     deep X\n  shallow", new Place(3, 11));
    assertFound("sql: |\n\n\n  ä𝄞 X", new Place(4, 6));
    assertFound("sql: |\r\n  select\r\n  X\r\n", new Place(3, 3));
    assertFound("steps:\n  a:\n    sql: |-\n      X", new Place(4, 7));
  }

  @Test
  void insideLines() {
    assertFound("a: 1\nsql: select X", new Place(2, 13));
    assertFound("sql: 'select X'", new Place(1, 14));
    assertFound("𝄞: {sql: \"select X\"}", new Place(1, 18));
  }

  @Test
  void atTheBeginOfWhatYamlFoldsOrUnescapes() {
    assertFound("sql: >\n  select\n  X", new Place(1, 6));
    assertFound("sql: select\n  X", new Place(1, 6));
    assertFound("sql: 'it''s X'", new Place(1, 6));
    assertFound("sql: \"a\\tX\"", new Place(1, 6));
  }

  @Test
  void theEndOfATextIsAPlaceToo() {
    Value value = YamlTest.document("sql: |\n  ab\n").value("sql");
    assertThat(value.place(2)).isEqualTo(new Place(2, 5));
    assertThat(value.place(3)).isEqualTo(new Place(3, 1));
    assertThat(value.place(99)).isEqualTo(new Place(3, 1));
  }

  private static void assertFound(String yaml, Place place) {
    Value document = Yaml.read(yaml, "the document").orElseThrow();
    Value value = find(document.block("the document"));
    String text = value.text();
    int offset = text.codePointCount(0, text.indexOf('X'));
    assertThat(value.place(offset)).isEqualTo(place);
  }

  private static Value find(Block block) {
    if (block.has("sql")) {
      return block.value("sql");
    }
    return find(block.block(block.keys().getLast(), "inner"));
  }
}
