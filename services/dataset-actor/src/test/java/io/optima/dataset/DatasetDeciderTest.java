package io.optima.dataset;

import static io.optima.dataset.Commands.ADMIN;
import static io.optima.dataset.Commands.NAME;
import static io.optima.dataset.Commands.OWNER;
import static io.optima.dataset.Commands.STRANGER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.optima.model.DigestAlgorithm;
import io.optima.model.ErrorCode;
import io.optima.model.OptimaException;
import io.optima.model.dataset.Datasets.Author;
import io.optima.model.dataset.Datasets.ChangeSettings;
import io.optima.model.dataset.Datasets.ChangeStream;
import io.optima.model.dataset.Datasets.Commit;
import io.optima.model.dataset.Datasets.Create;
import io.optima.model.dataset.Kind;
import io.optima.model.dataset.LogEntry;
import io.optima.model.dataset.LogEntry.Change;
import io.optima.model.dataset.Settings;
import io.optima.model.dataset.Version;
import io.optima.model.schema.DataType;
import io.optima.model.schema.Field;
import io.optima.model.schema.TableSchema;
import io.optima.model.stream.Durability;
import io.optima.model.stream.RecordSchema;
import io.optima.model.stream.Stream;
import io.optima.model.stream.StreamSettings;
import io.optima.model.stream.StreamSettings.Retention;
import io.optima.model.stream.StreamSettings.SealPolicy;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DatasetDeciderTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  private final LogEntry created = entry(DatasetDecider.create(null, Commands.create("c"), NOW));
  private final LogEntry published = publish(created, Commands.commit(1, "p"));

  private static LogEntry entry(Decision decision) {
    assertThat(decision).isInstanceOf(Decision.Append.class);
    return ((Decision.Append) decision).entry();
  }

  private static LogEntry publish(LogEntry head, Commit command) {
    return entry(DatasetDecider.commit(head, command, NOW));
  }

  private static void refuses(ErrorCode code, ThrowingCallable decision) {
    assertThatThrownBy(decision)
        .isInstanceOfSatisfying(
            OptimaException.class, refused -> assertThat(refused.code()).isEqualTo(code));
  }

  @Test
  void createdDatasetsHaveNoVersion() {
    assertThat(created.change()).isEqualTo(Change.CREATED);
    assertThat(created.sequence()).isEqualTo(1);
    assertThat(created.latest()).isNull();
  }

  @Test
  void nothingIsCreatedTwiceNotEvenWhenDropped() {
    refuses(
        ErrorCode.ALREADY_EXISTS, () -> DatasetDecider.create(created, Commands.create("d"), NOW));
    LogEntry dropped = entry(DatasetDecider.drop(created, NAME, OWNER, "d", NOW));
    assertThatThrownBy(() -> DatasetDecider.create(dropped, Commands.create("e"), NOW))
        .hasMessageContaining("undrop");
  }

  @Test
  void versionsCountFromOne() {
    LogEntry second = publish(published, Commands.commit(2, "q"));
    assertThat(published.latestNumber()).isEqualTo(1);
    assertThat(second.latestNumber()).isEqualTo(2);
    assertThat(second.sequence()).isEqualTo(3);
  }

  @Test
  void theSameContentIsUnchanged() {
    assertThat(DatasetDecider.commit(published, Commands.commit(1, "again"), NOW))
        .isEqualTo(new Decision.Unchanged(published));
  }

  @Test
  void sameBytesOfAnotherKindAreAnotherVersion() {
    LogEntry text = publish(created, Commands.commit(Commands.text(9), null, false, OWNER, "text"));
    Commit table =
        Commands.commit(
            Commands.table(9, Commands.schema("id", "int64")), null, true, OWNER, "table");
    assertThat(publish(text, table).latestNumber()).isEqualTo(2);
  }

  @Test
  void theBaseVersionIsAFence() {
    refuses(
        ErrorCode.CONFLICT,
        () -> DatasetDecider.commit(published, Commands.commit(2, 0L, OWNER, "q"), NOW));
    assertThat(publish(published, Commands.commit(2, 1L, OWNER, "q")).latestNumber()).isEqualTo(2);
  }

  @Test
  void anotherKindOfContentHasToBeAllowed() {
    Commit refused = Commands.commit(Commands.text(2), null, false, OWNER, "q");
    refuses(ErrorCode.FAILED_PRECONDITION, () -> DatasetDecider.commit(published, refused, NOW));
    Commit allowed = Commands.commit(Commands.text(2), null, true, OWNER, "q");
    assertThat(publish(published, allowed).latestNumber()).isEqualTo(2);
  }

  @Test
  void aSchemaThatBreaksReadersHasToBeAllowed() {
    Commit refused =
        Commands.commit(Commands.table(2, Commands.schema("id", "utf8")), null, false, OWNER, "q");
    assertThatThrownBy(() -> DatasetDecider.commit(published, refused, NOW))
        .hasMessageContaining("id")
        .hasMessageContaining("int64")
        .hasMessageContaining("utf8");
    Commit allowed =
        Commands.commit(Commands.table(2, Commands.schema("id", "utf8")), null, true, OWNER, "q");
    assertThat(publish(published, allowed).latestNumber()).isEqualTo(2);
  }

  @Test
  void onlyOwnerAndAdministratorsChange() {
    refuses(
        ErrorCode.PERMISSION_DENIED,
        () -> DatasetDecider.commit(published, Commands.commit(2, null, STRANGER, "q"), NOW));
    refuses(
        ErrorCode.PERMISSION_DENIED,
        () -> DatasetDecider.drop(published, NAME, STRANGER, "q", NOW));
    assertThat(publish(published, Commands.commit(2, null, ADMIN, "q")).author()).isEqualTo("root");
  }

  @Test
  void nobodyCreatesForSomebodyElse() {
    var forAda = Commands.create("c");
    var byMallory =
        new io.optima.model.dataset.Datasets.Create(
            NAME, forAda.kind(), forAda.algorithm(), forAda.settings(), STRANGER, "c");
    refuses(ErrorCode.PERMISSION_DENIED, () -> DatasetDecider.create(null, byMallory, NOW));
  }

  @Test
  void ownersGiveTheirDatasetAway() {
    ChangeSettings give = new ChangeSettings(NAME, "bob", null, OWNER, "q");
    LogEntry given = entry(DatasetDecider.change(published, give, NOW));
    assertThat(given.settings().owner()).isEqualTo("bob");
    assertThat(given.latest()).isEqualTo(published.latest());
    refuses(
        ErrorCode.PERMISSION_DENIED,
        () -> DatasetDecider.change(given, Commands.describe("mine", "r"), NOW));
    Author bob = new Author("bob", false, "");
    assertThat(publish(given, Commands.commit(2, null, bob, "s")).latestNumber()).isEqualTo(2);
  }

  @Test
  void anOwnerWhoCannotBeIsRefused() {
    ChangeSettings give = new ChangeSettings(NAME, "no one!", null, OWNER, "q");
    refuses(ErrorCode.INVALID_ARGUMENT, () -> DatasetDecider.change(published, give, NOW));
  }

  @Test
  void labelsAndReadersChangeFromWhatTheyAreNow() {
    LogEntry first = entry(DatasetDecider.change(published, label("a", "1", "ann"), NOW));
    LogEntry second = entry(DatasetDecider.change(first, label("b", "2", "ben"), NOW));
    assertThat(second.settings().labels()).isEqualTo(Map.of("a", "1", "b", "2"));
    assertThat(second.settings().readers()).isEqualTo(Set.of("ann", "ben"));
    ChangeSettings less =
        new ChangeSettings(
            NAME, null, null, Map.of(), Set.of("a"), Set.of(), Set.of("ann"), OWNER, "l");
    LogEntry third = entry(DatasetDecider.change(second, less, NOW));
    assertThat(third.settings().labels()).isEqualTo(Map.of("b", "2"));
    assertThat(third.settings().readers()).isEqualTo(Set.of("ben"));
  }

  private static ChangeSettings label(String label, String value, String reader) {
    return new ChangeSettings(
        NAME,
        null,
        null,
        Map.of(label, value),
        Set.of(),
        Set.of(reader),
        Set.of(),
        OWNER,
        "label " + label);
  }

  @Test
  void settingsThatAreSoAlreadyAreUnchanged() {
    ChangeSettings same = new ChangeSettings(NAME, "ada", "", OWNER, "q");
    assertThat(DatasetDecider.change(published, same, NOW))
        .isEqualTo(new Decision.Unchanged(published));
  }

  @Test
  void droppedDatasetsAreGoneUntilUndropped() {
    LogEntry dropped = entry(DatasetDecider.drop(published, NAME, OWNER, "d", NOW));
    assertThat(dropped.dropped()).isTrue();
    refuses(
        ErrorCode.NOT_FOUND, () -> DatasetDecider.commit(dropped, Commands.commit(2, "q"), NOW));
    refuses(ErrorCode.NOT_FOUND, () -> DatasetDecider.drop(dropped, NAME, OWNER, "e", NOW));
    LogEntry back = entry(DatasetDecider.undrop(dropped, NAME, OWNER, "u", NOW));
    assertThat(back.dropped()).isFalse();
    assertThat(back.latest()).isEqualTo(published.latest());
  }

  @Test
  void theLogsTimeNeverGoesBack() {
    Instant earlier = NOW.minusSeconds(60);
    LogEntry entry = entry(DatasetDecider.commit(published, Commands.commit(2, "q"), earlier));
    Version version = Objects.requireNonNull(entry.latest());
    assertThat(entry.time()).isEqualTo(NOW);
    assertThat(version.time()).isEqualTo(NOW);
  }

  private static StreamSettings partitions(int count) {
    return new StreamSettings(count, null, Durability.FSYNC, Retention.FOREVER, SealPolicy.DEFAULT);
  }

  private static LogEntry stream(int partitions) {
    return entry(create(partitions(partitions)));
  }

  private static Decision create(StreamSettings settings) {
    Stream stream = new Stream(new UUID(1, 2), settings);
    Create create =
        new Create(
            NAME,
            Kind.STREAM,
            DigestAlgorithm.SHA256,
            new Settings("ada", "", Map.of(), Set.of()),
            OWNER,
            "s",
            stream);
    return DatasetDecider.create(null, create, NOW);
  }

  private static Decision grow(LogEntry head, int partitions) {
    return DatasetDecider.changeStream(
        head, new ChangeStream(NAME, partitions, null, null, null, null, null, OWNER, "g"), NOW);
  }

  @Test
  void partitionsOfAStreamMayOnlyGetMore() {
    LogEntry stream = stream(3);
    LogEntry grown = entry(grow(stream, 5));
    assertThat(grown.stream()).isEqualTo(new Stream(new UUID(1, 2), partitions(5)));
    assertThat(grow(grown, 5)).isEqualTo(new Decision.Unchanged(grown));
    refuses(ErrorCode.INVALID_ARGUMENT, () -> grow(grown, 4));
    refuses(ErrorCode.FAILED_PRECONDITION, () -> grow(created, 4));
    LogEntry described = entry(DatasetDecider.change(grown, Commands.describe("text", "d"), NOW));
    assertThat(described.stream()).isEqualTo(grown.stream());
  }

  @Test
  void theSchemaOfAStreamStays() {
    TableSchema columns = new TableSchema(List.of(new Field("n", DataType.Simple.INT64)));
    RecordSchema schema = new RecordSchema(columns, "message Row { int64 n = 1; }", "Row");
    StreamSettings typed =
        new StreamSettings(1, schema, Durability.FSYNC, Retention.FOREVER, SealPolicy.DEFAULT);
    LogEntry created = entry(create(typed));
    assertThat(created.stream()).isEqualTo(new Stream(new UUID(1, 2), typed));
    assertThat(Objects.requireNonNull(entry(grow(created, 4)).stream()).settings().schema())
        .isEqualTo(schema);
  }

  @Test
  void whatAChangeOfAStreamDoesNotNameStays() {
    LogEntry grown = entry(grow(stream(1), 2));
    Duration soon = Duration.ofSeconds(5);
    Retention week = new Retention(Duration.ofDays(7), null, null);
    LogEntry kept = entry(change(grown, Durability.OBJECT, week, null));
    LogEntry soonSealed = entry(change(kept, null, null, soon));
    assertThat(Objects.requireNonNull(soonSealed.stream()).settings())
        .isEqualTo(
            new StreamSettings(
                2,
                null,
                Durability.OBJECT,
                week,
                new SealPolicy(SealPolicy.DEFAULT.bytes(), soon)));
    LogEntry forever = entry(change(soonSealed, null, Retention.FOREVER, null));
    assertThat(Objects.requireNonNull(forever.stream()).settings().retention())
        .isEqualTo(Retention.FOREVER);
  }

  private static Decision change(
      LogEntry head,
      @Nullable Durability durability,
      @Nullable Retention retention,
      @Nullable Duration sealAge) {
    return DatasetDecider.changeStream(
        head,
        new ChangeStream(NAME, null, durability, retention, null, sealAge, null, OWNER, "c"),
        NOW);
  }

  @Test
  void aStreamHasNoVersions() {
    refuses(
        ErrorCode.FAILED_PRECONDITION,
        () -> DatasetDecider.commit(stream(1), Commands.commit(1, "p"), NOW));
  }
}
