package exactlyonce.stress.exploration;

import exactlyonce.stress.model.Fingerprint;

/** A set of fingerprints, 16 bytes each. Not thread-safe. */
final class FingerprintSet {
  private long[] table = new long[1 << 10];
  private int size;

  /** Returns whether it was not yet there. */
  boolean add(Fingerprint fingerprint) {
    if (4 * size > table.length) { // half full: each one takes two elements
      grow();
    }
    return put(fingerprint.first() | 1, fingerprint.second());
  }

  int size() {
    return size;
  }

  private boolean put(long first, long second) {
    int mask = table.length - 2;
    int i = (int) (first >>> 1) & mask;
    while (table[i] != 0) { // a first half is never 0
      if (table[i] == first && table[i + 1] == second) {
        return false;
      }
      i = (i + 2) & mask;
    }
    table[i] = first;
    table[i + 1] = second;
    size++;
    return true;
  }

  private void grow() {
    long[] old = table;
    table = new long[2 * old.length];
    size = 0;
    for (int i = 0; i < old.length; i += 2) {
      if (old[i] != 0) {
        put(old[i], old[i + 1]);
      }
    }
  }
}
