package exactlyonce.wire;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The behaviour required of {@link FrameCoalescer}, without bits. Not thread-safe. */
final class FrameCoalescerModel implements Coalescing {
  private static final class Block {
    final long number;
    final TreeMap<Long, Integer> codes = new TreeMap<>();
    Long firstFlush;

    Block(long number) {
      this.number = number;
    }
  }

  private final int blockSize;
  private final int slots;
  private final Map<Long, Block> blocks = new TreeMap<>(); // by slot
  private final List<String> sent = new ArrayList<>();

  FrameCoalescerModel(int blockSize, int slots) {
    this.blockSize = blockSize;
    this.slots = slots;
  }

  /** Returns what was sent since the last call. */
  List<String> take() {
    List<String> taken = List.copyOf(sent);
    sent.clear();
    return taken;
  }

  @Override
  public void add(long seq, int code) {
    long number = seq / blockSize;
    Block there = blocks.get(number % slots);
    if (there != null && (there.number != number || there.codes.containsKey(seq))) {
      send(there);
      if (there.number == number) {
        if (there.codes.get(seq) != code) {
          sent.add(Map.of(seq, code).toString());
        }
        return;
      }
    }
    Block block = blocks.computeIfAbsent(number % slots, slot -> new Block(number));
    block.codes.put(seq, code);
    if (block.codes.size() == blockSize) {
      send(block);
    }
  }

  @Override
  public void flush() {
    List.copyOf(blocks.values()).forEach(this::send);
  }

  @Override
  public void flush(long now, long delay) {
    for (Block block : List.copyOf(blocks.values())) {
      if (block.firstFlush == null) {
        block.firstFlush = now;
      }
      if (now - block.firstFlush >= delay) {
        send(block);
      }
    }
  }

  private void send(Block block) {
    sent.add(block.codes.toString());
    blocks.remove(block.number % slots);
  }
}
