package io.optima.query.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.optima.model.DatasetName;
import io.optima.model.dataset.Datasets.Committed;
import io.optima.model.dataset.Format;
import io.optima.model.schema.TableSchema;
import org.junit.jupiter.api.Test;

class DeclaredSchemaTest extends PublishTest {
  private static final TableSchema SCHEMA = schema("id", "int32", "price", "decimal(9,2)");

  @Test
  void rowsGetTheTypesThatWereDeclared() {
    DatasetName csv = create("a/csv");
    DatasetName json = create("a/json");
    Committed first = publish(csv, Format.CSV, SCHEMA, "id,price\n1,2.50\n2,\n");
    Committed second = publish(json, Format.JSON, SCHEMA, "{\"id\":1,\"price\":2.5}\n{\"id\":2}\n");
    assertThat(first.version().schema()).isEqualTo(SCHEMA);
    assertThat(second.version().content()).isEqualTo(first.version().content());
  }

  @Test
  void aValueThatDoesNotFitIsNamedWithColumnAndRow() {
    DatasetName dataset = create("a/b");
    assertThatThrownBy(() -> publish(dataset, Format.CSV, SCHEMA, "id,price\n1,2.50\n1.5,3\n"))
        .hasMessage("column 'id', row 2: the value '1.5' is not int32");
    assertThatThrownBy(() -> publish(dataset, Format.JSON, SCHEMA, "[{\"id\":1,\"price\":2.505}]"))
        .hasMessage("column 'price', row 1: the value '2.505' is not decimal(9,2)");
    assertThatThrownBy(() -> publish(dataset, Format.CSV, SCHEMA, "id,cost\n1,2.50\n"))
        .hasMessage("column 'price' of the schema is not in the data");
    assertThat(storedChunks()).isEmpty();
  }

  @Test
  void malformedContentIsRefusedNamingThePlace() {
    DatasetName dataset = create("a/b");
    assertThatThrownBy(() -> publish(dataset, Format.JSON, "{\"a\":1}\n{\"a\":}\n"))
        .hasMessageContaining("not readable as JSON: byte")
        .hasMessageNotContaining(home.toString());
    assertThatThrownBy(() -> publish(dataset, Format.PARQUET, "no parquet"))
        .hasMessageContaining("not readable as PARQUET");
    assertThatThrownBy(() -> publish(dataset, Format.ARROW, "no arrow, really not"))
        .hasMessageContaining("not readable as ARROW");
    assertThatThrownBy(() -> publish(dataset, Format.CSV, ""))
        .hasMessage("the CSV is empty: there is no column in it");
  }
}
