package io.optima.testing.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.optima.client.OptimaClient;
import io.optima.client.VerifiedRows;
import io.optima.model.ErrorCode;
import io.optima.model.OptimaException;
import io.optima.v1.AuditRecord;
import io.optima.v1.Direction;
import io.optima.v1.DropDatasetRequest;
import io.optima.v1.GetLineageRequest;
import io.optima.v1.Lineage;
import io.optima.v1.ListAuditRequest;
import io.optima.v1.ListDatasetsRequest;
import io.optima.v1.PublishResponse;
import io.optima.v1.Run;
import io.optima.v1.RunState;
import io.optima.v1.UndropDatasetRequest;
import io.optima.v1.UpdateDatasetRequest;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What the main job promises, whatever the parts run on. Each test has a group of its own. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class MainJobContract {
  private OptimaUnderTest optima;

  abstract OptimaUnderTest start();

  @BeforeAll
  void begin() {
    optima = start();
  }

  @AfterAll
  void end() throws Exception {
    if (optima != null) {
      optima.close();
    }
  }

  OptimaClient client() {
    return optima.client();
  }

  OptimaUnderTest optima() {
    return optima;
  }

  @Test
  void publishingMakesVersionsAndTheSameContentAgainIsUnchanged() {
    PublishResponse first = Publishing.csv(client(), "publish/orders", Publishing.orders(1000, 1));
    PublishResponse again = Publishing.csv(client(), "publish/orders", Publishing.orders(1000, 1));
    PublishResponse other = Publishing.csv(client(), "publish/orders", Publishing.orders(1000, 2));

    assertThat(first.getUnchanged()).isFalse();
    assertThat(first.getVersion().getNumber()).isEqualTo(1);
    assertThat(first.getVersion().getRows()).isEqualTo(1000);
    assertThat(again.getUnchanged()).isTrue();
    assertThat(again.getVersion()).isEqualTo(first.getVersion());
    assertThat(other.getVersion().getNumber()).isEqualTo(2);
    assertThat(client().datasets().versions("publish/orders")).hasSize(2);
  }

  @Test
  void appendedRowsFollowTheOldOnesAndEveryVersionStaysReadable() {
    Publishing.csv(client(), "append/orders", Publishing.orders(70_000, 1));
    Publishing.append(client(), "append/orders", Publishing.orders(10, 2));

    assertThat(Queries.number(client(), "select count(*) from append.orders")).isEqualTo(70_010);
    assertThat(Queries.number(client(), "select count(*) from append.\"orders@1\""))
        .isEqualTo(70_000);
  }

  @Test
  void whatIsReadIsProvenAgainstTheContentId() {
    PublishResponse published =
        Publishing.csv(client(), "proof/orders", Publishing.orders(150_000, 1));
    String pinned = "proof/orders@" + published.getVersion().getContentId();

    long rows = 0;
    try (VerifiedRows verified =
        client().rows().readVerified(pinned, List.of("id", "amount"), 65_000, 1000)) {
      while (verified.next()) {
        rows += verified.rows().getRowCount();
      }
    }

    assertThat(rows).isEqualTo(1000);
    assertThat(Verifying.difference(client(), "proof/orders")).isEmpty();
  }

  @Test
  void aSmallTableIsProvenWhole() {
    Publishing.csv(client(), "proof/small", Publishing.orders(10, 1));

    try (VerifiedRows verified = client().rows().readVerified("proof/small", List.of(), 0, 0)) {
      assertThat(Queries.all(verified)).hasSize(10);
    }
  }

  @Test
  void settingsAreListedFoundAndKeptThroughDropAndUndrop() {
    Publishing.csv(client(), "settings/orders", Publishing.orders(10, 1));
    client()
        .datasets()
        .update(
            UpdateDatasetRequest.newBuilder()
                .setName("settings/orders")
                .setDescription("Orders of the zebra shop")
                .putSetLabels("team", "zebra")
                .build());

    assertThat(names(ListDatasetsRequest.newBuilder().setGroup("settings"))).hasSize(1);
    assertThat(names(ListDatasetsRequest.newBuilder().putLabels("team", "zebra")))
        .containsExactly("settings/orders");
    assertThat(names(ListDatasetsRequest.newBuilder().setText("zebra")))
        .containsExactly("settings/orders");

    client().datasets().drop(DropDatasetRequest.newBuilder().setName("settings/orders").build());
    assertThat(names(ListDatasetsRequest.newBuilder().setGroup("settings"))).isEmpty();
    assertThatThrownBy(() -> Queries.rows(client(), "select * from settings.orders"))
        .isInstanceOfSatisfying(
            OptimaException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NOT_FOUND));

    client()
        .datasets()
        .undrop(UndropDatasetRequest.newBuilder().setName("settings/orders").build());
    assertThat(Queries.number(client(), "select count(*) from settings.orders")).isEqualTo(10);
  }

  @Test
  void runsPinTheirInputsAndComputeNothingTwice() {
    PublishResponse input = Publishing.csv(client(), "run/orders", Publishing.orders(500, 1));
    client().transformations().apply(totals("run-totals", "run/orders", "run/totals"));

    Run first = Runs.run(client(), "run-totals");
    Run again = Runs.run(client(), "run-totals");
    Publishing.csv(client(), "run/orders", Publishing.orders(500, 2));
    Run changed = Runs.run(client(), "run-totals");
    Run other = Runs.runAs(client(), "run-totals", "run/totals-too");

    assertThat(first.getState()).as(first.getMessage()).isEqualTo(RunState.RUN_STATE_SUCCEEDED);
    assertThat(first.getInputs(0).getContentId()).isEqualTo(input.getVersion().getContentId());
    assertThat(first.getOutputs(0).getVersion()).isEqualTo(1);
    assertThat(again.getAlreadyComputed()).isTrue();
    assertThat(again.getOutputs(0).getVersion()).isEqualTo(1);
    assertThat(changed.getOutputs(0).getVersion()).isEqualTo(2);
    assertThat(other.getOutputs(0).getContentId()).isEqualTo(changed.getOutputs(0).getContentId());
    assertThat(Queries.number(client(), "select count(*) from run.totals")).isEqualTo(97);
  }

  @Test
  void lineageKnowsVersionsRunsColumnsAndPeople() {
    Publishing.csv(client(), "lineage/orders", Publishing.orders(500, 1));
    client().transformations().apply(totals("lineage-totals", "lineage/orders", "lineage/totals"));
    Run run = Runs.run(client(), "lineage-totals");

    await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(
            () -> {
              Lineage graph = upstream("lineage/totals");
              assertThat(graph.getNodesList())
                  .extracting("id")
                  .contains("lineage/totals@1", "lineage/orders@1", "run:" + run.getId());
              assertThat(graph.toString()).contains("amount").contains("EXPRESSION");
            });
    assertThat(client().lineage().audit(ListAuditRequest.newBuilder().build()))
        .extracting(AuditRecord::getSubject)
        .anyMatch(subject -> subject.startsWith("lineage/orders"));
    assertThat(client().lineage().search(searchFor("totals"))).isNotEmpty();
  }

  @Test
  void onlyTheRightTokenSeesAnything() {
    Publishing.csv(client(), "secret/orders", Publishing.orders(10, 1));

    try (OptimaClient nobody = optima.clientWithToken("wrong");
        OptimaClient stranger = optima.clientOf("stranger")) {
      assertThatThrownBy(() -> nobody.datasets().describe("secret/orders"))
          .isInstanceOfSatisfying(
              OptimaException.class,
              e -> assertThat(e.code()).isEqualTo(ErrorCode.UNAUTHENTICATED));
      assertThatThrownBy(() -> Queries.rows(stranger, "select * from secret.orders"))
          .isInstanceOfSatisfying(
              OptimaException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NOT_FOUND));
      client()
          .datasets()
          .update(
              UpdateDatasetRequest.newBuilder()
                  .setName("secret/orders")
                  .addAddReaders("stranger")
                  .build());
      assertThat(Queries.number(stranger, "select count(*) from secret.orders")).isEqualTo(10);
    }
  }

  static String totals(String name, String input, String output) {
    return """
    name: %s
    description: Amount by customer
    inputs:
      orders: %s
    sql: |
      select customer, sum(amount) as total from orders group by customer order by customer
    output: %s
    """
        .formatted(name, input, output);
  }

  private List<String> names(ListDatasetsRequest.Builder request) {
    return client().datasets().list(request.build()).map(found -> found.getName()).toList();
  }

  private Lineage upstream(String reference) {
    return client()
        .lineage()
        .graph(
            GetLineageRequest.newBuilder()
                .setReference(reference)
                .setDirection(Direction.DIRECTION_UPSTREAM)
                .build());
  }

  private static io.optima.v1.SearchRequest searchFor(String text) {
    return io.optima.v1.SearchRequest.newBuilder().setText(text).setLimit(10).build();
  }
}
