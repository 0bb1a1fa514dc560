package io.optima.wasm;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** The smallest modules, byte by byte. */
public final class RawModules {
  private static final int UNREACHABLE = 0x00;
  private static final int LOOP = 0x03;
  private static final int BRANCH = 0x0c;
  private static final int CALL = 0x10;
  private static final int END = 0x0b;
  private static final int NOTHING = 0x40;

  private RawModules() {}

  /** A loop of one instruction. */
  public static byte[] tightLoop() {
    return command(LOOP, NOTHING, BRANCH, 0, END);
  }

  public static byte[] trap() {
    return command(UNREACHABLE);
  }

  /** A function that only calls itself, and is not the last thing it does. */
  public static byte[] recursion() {
    return command(CALL, 0, CALL, 0);
  }

  /** Reads where there is no memory. */
  public static byte[] outside() {
    return command(0x41, 0x7f, 0x28, 2, 0, 0x1a); // i32.const -1, i32.load, drop
  }

  /** Asks for {@code pages} of 64 KiB at once, and traps if it does not get them. */
  public static byte[] growing(int pages) {
    int low = pages % 128 + 128;
    int middle = pages / 128 % 128 + 128;
    int high = pages / 16_384;
    // i32.const pages, memory.grow, i32.const -1, i32.eq, if, unreachable, end
    return command(
        0x41, low, middle, high, 0x40, 0, 0x41, 0x7f, 0x46, 0x04, NOTHING, UNREACHABLE, END);
  }

  /** Calls a function that is imported. */
  public static byte[] importing(String module, String name) {
    return module(imports(module, name), 1, CALL, 0);
  }

  /** A command without a start. */
  public static byte[] withoutStart() {
    return bytes(0x00, 'a', 's', 'm', 1, 0, 0, 0);
  }

  private static byte[] command(int... code) {
    return module(new byte[0], 0, code);
  }

  private static byte[] module(byte[] imports, int start, int... code) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.writeBytes(withoutStart());
    all.writeBytes(section(1, bytes(1, 0x60, 0, 0)));
    all.writeBytes(imports);
    all.writeBytes(section(3, bytes(1, 0)));
    all.writeBytes(section(5, bytes(1, 0, 1)));
    all.writeBytes(section(7, join(bytes(1), text("_start"), bytes(0, start))));
    byte[] body = join(bytes(0), bytes(code), bytes(END));
    all.writeBytes(section(10, join(bytes(1, body.length), body)));
    return all.toByteArray();
  }

  private static byte[] imports(String module, String name) {
    return section(2, join(bytes(1), text(module), text(name), bytes(0, 0)));
  }

  private static byte[] section(int id, byte[] content) {
    return join(bytes(id, content.length), content);
  }

  private static byte[] text(String text) {
    return join(bytes(text.length()), text.getBytes(StandardCharsets.US_ASCII));
  }

  private static byte[] join(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }

  private static byte[] bytes(int... values) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return bytes;
  }
}
