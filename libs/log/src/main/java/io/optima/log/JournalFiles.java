package io.optima.log;

import java.io.IOException;
import java.util.List;

/**
 * The folder that the journal has for itself. Names that were created, renamed or deleted survive a
 * power cut once {@link #syncDirectory} has returned, in this order.
 */
public interface JournalFiles extends AutoCloseable {
  /** Where the files are, for messages. */
  String place();

  List<String> list() throws IOException;

  /**
   * A new file of so many zero bytes whose space is allocated: writing within it never finds the
   * disk full. Takes the place of a file of that name, and leaves none behind when it fails.
   *
   * @throws NoRoomException when the disk is full
   */
  JournalFile create(String name, long bytes) throws IOException;

  JournalFile open(String name) throws IOException;

  /** Atomic; takes the place of a file of that name. Who has it open goes on reading, or fails. */
  void rename(String from, String to) throws IOException;

  /** Who has the file open goes on reading, or fails. Nothing happens when there is none. */
  void delete(String name) throws IOException;

  void syncDirectory() throws IOException;

  @Override
  void close() throws IOException;

  /** The disk is full, or a quota is used up. */
  final class NoRoomException extends IOException {
    public NoRoomException(String message, Throwable cause) {
      super(message, cause);
    }

    public NoRoomException(String message) {
      super(message);
    }
  }
}
