package io.optima.log;

/** A segment file in use; where its frames end is known to the writer alone. */
final class Segment {
  static final String SUFFIX = ".segment";

  private final int sequence;
  private final long salt;
  private final JournalFile file;
  private final int fileBytes;
  private int end;

  Segment(SegmentHeader header, JournalFile file, int fileBytes, int end) {
    this.sequence = header.sequence();
    this.salt = header.salt();
    this.file = file;
    this.fileBytes = fileBytes;
    this.end = end;
  }

  static String name(int sequence) {
    return String.format("%08x", sequence) + SUFFIX;
  }

  /** Place of a frame in the journal: segment in the upper, position in the lower half. */
  static long address(int sequence, int position) {
    return (long) sequence << 32 | position;
  }

  static int sequence(long address) {
    return (int) (address >>> 32);
  }

  static int position(long address) {
    return (int) address;
  }

  String name() {
    return name(sequence);
  }

  int sequence() {
    return sequence;
  }

  long salt() {
    return salt;
  }

  JournalFile file() {
    return file;
  }

  int fileBytes() {
    return fileBytes;
  }

  int end() {
    return end;
  }

  void end(int position) {
    end = position;
  }
}
