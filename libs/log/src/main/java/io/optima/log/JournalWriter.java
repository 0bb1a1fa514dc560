package io.optima.log;

import io.optima.log.Inbox.Mail;
import io.optima.model.ErrorCode;
import io.optima.model.OptimaException;
import io.optima.model.stream.Durability;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * The thread that owns the core and writes, one beside it for chores, and one that completes
 * futures, so that what depends on them never holds up a sync.
 */
final class JournalWriter implements AutoCloseable {
  private static final long RESTLESS_NANOS = Duration.ofMillis(500).toNanos();

  private final JournalCore core;
  private final @Nullable Uploads uploads;
  private final Inbox inbox = new Inbox();
  private final CompletableFuture<OptimaException> fenced = new CompletableFuture<>();
  private final ExecutorService chores =
      Executors.newSingleThreadExecutor(Threads.named("journal-chores"));
  private final ExecutorService answers =
      Executors.newSingleThreadExecutor(Threads.named("journal-answers"));
  private final Thread thread;
  private volatile @Nullable OptimaException over;
  private final LongAdder groups = new LongAdder();

  JournalWriter(JournalCore core, @Nullable Uploads uploads) {
    this.core = core;
    this.uploads = uploads;
    this.thread = Threads.named("journal-writer").newThread(this::run);
    thread.start();
  }

  void offer(Command command) {
    if (!inbox.offer(command)) {
      OptimaException why = over;
      command.refuse(why == null ? closed() : why);
    }
  }

  /** Why nothing more will be written; null while it will. */
  @Nullable OptimaException over() {
    return over;
  }

  /** As {@link Journal#mirrored}. */
  CompletableFuture<Void> mirrored() {
    return uploads == null ? CompletableFuture.completedFuture(null) : uploads.drained();
  }

  /** Groups synced since the start. */
  long groups() {
    return groups.sum();
  }

  CompletableFuture<OptimaException> fenced() {
    return fenced;
  }

  private void run() {
    try {
      boolean closing = false;
      while (core.fenced() == null && !closing) {
        closing = turn();
      }
      if (core.fenced() == null) {
        finish();
      }
    } catch (IOException | RuntimeException | Error e) {
      core.fence("writing", e);
    } catch (InterruptedException e) {
      core.fence("an interrupted wait", e);
    }
    end();
  }

  /** Takes in what came, writes what is due; whether the inbox is closed. */
  private boolean turn() throws IOException, InterruptedException {
    Mail mail = inbox.take(wakeBytes(), untilNanos());
    mail.errands().forEach(Runnable::run);
    mail.commands().forEach(command -> core.offer(command, mail.firstNanos()));
    if (core.fenced() == null && core.dueNanos() <= System.nanoTime()) {
      write();
    }
    startChore();
    return mail.closed();
  }

  private long wakeBytes() {
    return core.dueNanos() == JournalCore.NEVER ? 0 : core.missingBytes();
  }

  private @Nullable Long untilNanos() {
    long due = core.dueNanos();
    if (due != JournalCore.NEVER) {
      return due;
    }
    return core.restless() ? System.nanoTime() + RESTLESS_NANOS : null;
  }

  private void write() throws IOException {
    Group group = core.form(System.nanoTime());
    if (group == null) {
      return;
    }
    group.write();
    if (group.asksFor(Durability.MEMORY)) {
      answers.execute(() -> group.acknowledge(Durability.MEMORY));
    }
    group.force();
    core.commit(group, System.nanoTime());
    groups.increment();
    if (uploads != null && group.asksFor(Durability.OBJECT)) {
      uploads.put(group);
    }
    if (uploads != null && group.hasReleases()) {
      uploads.released();
    }
    answers.execute(group::acknowledgeSynced);
  }

  private void startChore() {
    Chore chore = core.chore(System.nanoTime());
    if (chore != null) {
      chores.execute(
          () -> {
            IOException failure = run(chore);
            inbox.post(() -> core.settle(chore, failure));
          });
    }
  }

  private static @Nullable IOException run(Chore chore) {
    try {
      chore.run();
      return null;
    } catch (IOException e) {
      return e;
    } catch (RuntimeException | Error e) {
      return new IOException(e);
    }
  }

  private void finish() throws IOException {
    writeAll();
    stop(chores);
    inbox.rest().errands().forEach(Runnable::run);
    writeAll();
    if (core.fenced() == null) {
      Chore last = core.lastChore();
      last.run();
      core.settle(last, null);
    }
  }

  private void writeAll() throws IOException {
    while (core.dueNanos() != JournalCore.NEVER) {
      write();
    }
  }

  private void end() {
    OptimaException why = core.fenced();
    OptimaException reason = why == null ? closed() : why;
    over = reason;
    inbox.close();
    core.abandon(reason);
    inbox.rest().commands().forEach(command -> command.refuse(reason));
    if (why != null) {
      answers.execute(() -> fenced.complete(why));
    }
  }

  private static OptimaException closed() {
    return new OptimaException(ErrorCode.UNAVAILABLE, "the journal is closed");
  }

  @Override
  public void close() {
    inbox.close();
    await(thread);
    stop(chores);
    stop(answers);
    if (uploads != null) {
      uploads.close();
    }
    core.close();
  }

  private static void stop(ExecutorService executor) {
    executor.shutdown();
    boolean interrupted = false;
    while (!executor.isTerminated()) {
      try {
        executor.awaitTermination(1, TimeUnit.MINUTES);
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private static void await(Thread thread) {
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
