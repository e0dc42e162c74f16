package exactlyonce.conformance.branches;

import java.util.Arrays;
import java.util.BitSet;
import java.util.stream.IntStream;
import org.objectweb.asm.Opcodes;

/**
 * Called by the library where it branches: decides as its code says, except at the branch that is changed.
 * Handlers of the vector before may still be ending in threads of their own, so what several threads write is
 * of no use to them, or not shared.
 */
public final class Choices {
  /** Far more than a vector needs. */
  private static final int MOST = 200_000;

  private static final int NONE = -1;

  private static int changed = NONE;
  private static int made;

  /** By the number of the branch: no two threads write one word. */
  private static boolean[] reached = {};

  private Choices() {}

  /** Thrown in a library that branches without end; not an exception that it would catch. */
  public static final class EndlessError extends Error {
    private static final long serialVersionUID = 1;
  }

  /** There are so many branches. */
  static void prepare(int branches) {
    reached = new boolean[branches];
  }

  /** From now on, this branch is changed, and no other. */
  static void change(int branch) {
    changed = branch;
    begin();
  }

  /** From now on, no branch is changed. */
  static void changeNothing() {
    change(NONE);
  }

  /** A vector begins. */
  static void begin() {
    made = 0;
    Arrays.fill(reached, false);
  }

  /** Returns the branches that were reached since the last {@link #begin}. */
  static BitSet reached() {
    BitSet all = new BitSet();
    IntStream.range(0, reached.length).filter(branch -> reached[branch]).forEach(all::set);
    return all;
  }

  private static boolean isChanged(int branch) {
    reached[branch] = true;
    if (++made > MOST) {
      throw new EndlessError();
    }
    return branch == changed;
  }

  /** Whether a jump that compares two numbers is taken. */
  public static boolean jumps(int left, int right, int opcode, int branch) {
    boolean jumps = switch (opcode) {
      case Opcodes.IF_ICMPEQ -> left == right;
      case Opcodes.IF_ICMPNE -> left != right;
      case Opcodes.IF_ICMPLT -> left < right;
      case Opcodes.IF_ICMPGE -> left >= right;
      case Opcodes.IF_ICMPGT -> left > right;
      case Opcodes.IF_ICMPLE -> left <= right;
      default -> throw new IllegalArgumentException("opcode " + opcode);
    };
    return jumps != isChanged(branch);
  }

  /** Whether a jump that compares two references is taken. */
  public static boolean jumps(Object left, Object right, int opcode, int branch) {
    boolean jumps = (left == right) == (opcode == Opcodes.IF_ACMPEQ);
    return jumps != isChanged(branch);
  }

  /** Which case of a switch is taken. */
  public static int key(int key, int ofBranch, int other, int branch) {
    return key == ofBranch && isChanged(branch) ? other : key;
  }

  /** Whether a call is left out. */
  public static boolean isLeftOut(int branch) {
    return isChanged(branch);
  }
}
