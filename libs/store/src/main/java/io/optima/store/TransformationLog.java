package io.optima.store;

import io.optima.model.OptimaException;
import io.optima.model.transform.Definition;
import io.optima.model.transform.Revision;
import java.util.Optional;
import java.util.stream.Stream;

/** Every revision of every transformation, each written once by whoever is first. */
public final class TransformationLog {
  private final ObjectStore objects;
  private final EntryLog<Revision> log;

  TransformationLog(ObjectStore objects) {
    this.objects = objects;
    this.log = new EntryLog<>(objects, Revision.class);
  }

  /**
   * Writes the revision durably; false when its number is taken.
   *
   * @throws OptimaException FAILED_PRECONDITION when the number before it is free
   */
  public boolean append(Revision revision) {
    return log.append(Keys.revisions(revision.definition().name()), revision.number(), revision);
  }

  /** The newest revision; empty when there is no such transformation. */
  public Optional<Revision> head(String name) {
    return head(name, 0);
  }

  /**
   * The newest revision, found by probing forward.
   *
   * @param known a revision that the caller has seen, 0 for none
   */
  public Optional<Revision> head(String name, long known) {
    String folder = folder(name);
    return log.read(folder, log.last(folder, known));
  }

  public Optional<Revision> revision(String name, long number) {
    return log.read(folder(name), number);
  }

  /** The revisions after a number in order. */
  public Stream<Revision> revisions(String name, long after) {
    return log.after(folder(name), after);
  }

  /** Names of all transformations, in order. Close the stream. */
  public Stream<String> names() {
    return objects.folders(Keys.TRANSFORMATIONS).filter(name -> revision(name, 1).isPresent());
  }

  private static String folder(String name) {
    Definition.checkName(name);
    return Keys.revisions(name);
  }
}
