package io.optima.gateway.postgres;

import io.optima.model.ErrorCode;
import io.optima.model.OptimaException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where a partition is in what comes from a table: in the rows that it had, or in the changes that
 * followed. {@link #text} and {@link #parse} are inverse.
 */
sealed interface ChangePlace {
  Pattern SNAPSHOT = Pattern.compile("([0-9]+) snapshot ([0-9]+)");
  Pattern CHANGE = Pattern.compile("([0-9]+) change ([0-9a-f]+) ([0-9]+:[0-9a-f]+) ([0-9]+)");

  /** Of which snapshot, and of the changes behind it. */
  long attempt();

  String text();

  /**
   * Among the rows that the table had.
   *
   * @param batches of the partition that are stored
   */
  record InSnapshot(long attempt, long batches) implements ChangePlace {
    @Override
    public String text() {
      return attempt + " snapshot " + batches;
    }
  }

  /**
   * A change. PostgreSQL hands out whole transactions in the order of their commits, from some
   * commit on, and the changes in each always in the same order; so this says which change it is,
   * wherever reading began.
   *
   * @param base position in the log (LSN) behind the transaction before, or at which reading began,
   *     if that was later
   * @param transaction its number, and the position of its first record
   * @param number of the change in the transaction, from 1
   */
  record OfChange(long attempt, long base, String transaction, long number) implements ChangePlace {
    @Override
    public String text() {
      return "%d change %x %s %d".formatted(attempt, base, transaction, number);
    }
  }

  /**
   * Whether a change was stored before, by where its partition is.
   *
   * @param at null: nowhere
   */
  static boolean isStored(OfChange change, @Nullable ChangePlace at) {
    if (!(at instanceof OfChange last) || last.attempt() != change.attempt()) {
      return false;
    }
    return last.transaction().equals(change.transaction())
        ? change.number() <= last.number()
        : Long.compareUnsigned(change.base(), last.base()) < 0;
  }

  static ChangePlace parse(String text) {
    Matcher snapshot = SNAPSHOT.matcher(text);
    if (snapshot.matches()) {
      return new InSnapshot(Long.parseLong(snapshot.group(1)), Long.parseLong(snapshot.group(2)));
    }
    Matcher change = CHANGE.matcher(text);
    if (change.matches()) {
      return new OfChange(
          Long.parseLong(change.group(1)),
          Long.parseUnsignedLong(change.group(2), 16),
          change.group(3),
          Long.parseLong(change.group(4)));
    }
    throw OptimaException.of(
        ErrorCode.FAILED_PRECONDITION,
        "a later version of Optima wrote the position '%s': use it",
        text);
  }
}
