package exactlyonce.stress.exploration;

import static exactlyonce.stress.exploration.Replay.note;
import static exactlyonce.stress.model.Mode.ACQUIRE;
import static exactlyonce.stress.model.Mode.OPAQUE;
import static exactlyonce.stress.model.Mode.PLAIN;
import static exactlyonce.stress.model.Mode.RELEASE;
import static exactlyonce.stress.model.Mode.VOLATILE;

import exactlyonce.stress.model.Mode;
import exactlyonce.stress.model.Variant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/**
 * A litmus test.
 *
 * @param name the usual one, and the modes
 * @param source where it is known from
 * @param setUp makes its threads
 * @param weak the outcome in question
 * @param allowedBy the variants of the model that allow it
 */
record Litmus(
    String name, String source, Supplier<Threads> setUp, String weak, Set<Variant> allowedBy) {
  private static final String CATS = "Alglave, Maranget, Tautschnig: Herding Cats (TOPLAS 2014)";
  private static final String C11 =
      "Batty, Owens, Sarkar, Sewell, Weber: Mathematizing C++ (POPL 2011)";
  private static final String RC11 =
      "Lahav, Vafeiadis, Kang, Hur, Dreyer: Repairing C11 (PLDI 2017)";
  private static final String JAM =
      "Bender, Palsberg: Java's Concurrent Access Modes (OOPSLA 2019)";
  private static final String LEA = "Lea: Using JDK 9 Memory Order Modes (2018)";

  private static final Set<Variant> NONE = EnumSet.noneOf(Variant.class);
  private static final Set<Variant> WEAK = EnumSet.complementOf(EnumSet.of(Variant.SEQUENTIAL));
  private static final Set<Variant> TEXT = EnumSet.of(Variant.WITHOUT_RELEASE_SEQUENCES);
  private static final Set<Variant> NOT_CUMULATIVE =
      EnumSet.of(Variant.WITHOUT_RELEASE_SEQUENCES, Variant.WITH_RELEASE_SEQUENCES);

  @Override
  public String toString() {
    return name;
  }

  Client client() {
    return new Client(name, source, setUp);
  }

  /** Returns the table. */
  static List<Litmus> all() {
    List<Litmus> all = new ArrayList<>();
    all.add(messagePassing(OPAQUE, OPAQUE, CATS, WEAK));
    all.add(messagePassing(RELEASE, OPAQUE, LEA, WEAK));
    all.add(messagePassing(OPAQUE, ACQUIRE, LEA, WEAK));
    all.add(messagePassing(RELEASE, ACQUIRE, C11, NONE));
    all.add(messagePassing(VOLATILE, VOLATILE, JAM, NONE));
    all.add(storeBuffering(OPAQUE, OPAQUE, CATS, WEAK));
    all.add(storeBuffering(RELEASE, ACQUIRE, C11, WEAK));
    all.add(storeBuffering(VOLATILE, ACQUIRE, LEA, WEAK));
    all.add(storeBuffering(RELEASE, VOLATILE, LEA, WEAK));
    all.add(storeBuffering(VOLATILE, VOLATILE, JAM, NONE));
    all.add(exchangeBuffering(ACQUIRE, ACQUIRE, RC11, WEAK));
    all.add(exchangeBuffering(VOLATILE, ACQUIRE, JAM, WEAK));
    all.add(exchangeBuffering(VOLATILE, VOLATILE, JAM, NONE));
    // Java allows this for opaque and plain accesses; the model leaves it out.
    all.add(loadBuffering(OPAQUE, OPAQUE, LEA + "; left out here", NONE));
    all.add(loadBuffering(ACQUIRE, RELEASE, C11, NONE));
    all.add(independentReads(RELEASE, OPAQUE, CATS, WEAK));
    all.add(independentReads(RELEASE, ACQUIRE, C11, WEAK));
    all.add(independentReads(VOLATILE, ACQUIRE, JAM, WEAK));
    all.add(independentReads(VOLATILE, VOLATILE, JAM, NONE));
    all.add(twoPlusTwoWrites(OPAQUE, CATS, WEAK));
    all.add(twoPlusTwoWrites(RELEASE, RC11, WEAK));
    all.add(twoPlusTwoWrites(VOLATILE, JAM, NONE));
    all.add(writeToRead(OPAQUE, RELEASE, ACQUIRE, JAM, NOT_CUMULATIVE));
    all.add(writeToRead(ACQUIRE, RELEASE, ACQUIRE, C11, NONE));
    all.add(writeToRead(ACQUIRE, OPAQUE, ACQUIRE, CATS, WEAK));
    all.add(isa2(RELEASE, ACQUIRE, C11, NONE));
    all.add(isa2(OPAQUE, OPAQUE, CATS, WEAK));
    all.add(s(OPAQUE, OPAQUE, CATS, WEAK));
    all.add(s(RELEASE, ACQUIRE, RC11, NONE));
    all.add(r(RELEASE, ACQUIRE, RC11, WEAK));
    all.add(r(VOLATILE, VOLATILE, JAM, NONE));
    all.add(releaseSequence(C11, TEXT));
    all.add(coherentReads());
    all.add(coherentWrites());
    all.add(coherentReadWrite());
    all.add(oneExchangeWins());
    all.add(nothingBetween());
    all.add(passingToExchange(RELEASE, LEA, WEAK));
    all.add(passingToExchange(ACQUIRE, C11, NONE));
    all.add(staleFailure());
    all.add(plainRace(PLAIN));
    all.add(plainRace(OPAQUE));
    all.add(plainWrites());
    return all;
  }

  private static Litmus litmus(
      String name, String source, Set<Variant> allowedBy, String weak, Supplier<Threads> setUp) {
    return new Litmus(name, source, setUp, weak, allowedBy);
  }

  private static Litmus messagePassing(
      Mode write, Mode read, String source, Set<Variant> allowedBy) {
    return litmus("MP " + write + " " + read, source, allowedBy, "- | 1 0 | -", () -> {
      Variable x = new Variable("x");
      Variable y = new Variable("y");
      return Threads.of(
          () -> {
            x.set(weakest(write), 1);
            y.set(write, 1);
          },
          () -> {
            note(y.get(read));
            note(x.get(weakest(read)));
          });
    });
  }

  /** Only volatile accesses order one another. */
  private static Mode weakest(Mode mode) {
    return mode == VOLATILE ? VOLATILE : OPAQUE;
  }

  private static Litmus storeBuffering(
      Mode write, Mode read, String source, Set<Variant> allowedBy) {
    return litmus("SB " + write + " " + read, source, allowedBy, "0 | 0 | -", () -> {
      Variable x = new Variable("x");
      Variable y = new Variable("y");
      return Threads.of(
          () -> {
            x.set(write, 1);
            note(y.get(read));
          },
          () -> {
            y.set(write, 1);
            note(x.get(read));
          });
    });
  }

  private static Litmus exchangeBuffering(
      Mode exchange, Mode read, String source, Set<Variant> allowedBy) {
    return litmus("SB+exchange " + exchange + " " + read, source, allowedBy, "0 | 0 | -", () -> {
      Variable x = new Variable("x");
      Variable y = new Variable("y");
      return Threads.of(
          () -> {
            x.compareAndExchange(exchange, 0, 1);
            note(y.get(read));
          },
          () -> {
            y.compareAndExchange(exchange, 0, 1);
            note(x.get(read));
          });
    });
  }

  private static Litmus loadBuffering(
      Mode read, Mode write, String source, Set<Variant> allowedBy) {
    return litmus("LB " + read + " " + write, source, allowedBy, "1 | 1 | -", () -> {
      Variable x = new Variable("x");
      Variable y = new Variable("y");
      return Threads.of(
          () -> {
            note(x.get(read));
            y.set(write, 1);
          },
          () -> {
            note(y.get(read));
            x.set(write, 1);
          });
    });
  }

  private static Litmus independentReads(
      Mode write, Mode read, String source, Set<Variant> allowedBy) {
    return litmus("IRIW " + write + " " + read, source, allowedBy, "- | - | 1 0 | 1 0 | -", () -> {
      Variable x = new Variable("x");
      Variable y = new Variable("y");
      return Threads.of(
          () -> x.set(write, 1),
          () -> y.set(write, 1),
          () -> {
            note(x.get(read));
            note(y.get(read));
          },
          () -> {
            note(y.get(read));
            note(x.get(read));
          });
    });
  }

  private static Litmus twoPlusTwoWrites(Mode write, String source, Set<Variant> allowedBy) {
    return litmus("2+2W " + write, source, allowedBy, "- | - | 1 1", () -> {
      Variable x = new Variable("x");
      Variable y = new Variable("y");
      return Threads.of(
              () -> {
                x.set(write, 1);
                y.set(write, 2);
              },
              () -> {
                y.set(write, 1);
                x.set(write, 2);
              })
          .then(() -> {
            note(x.get(OPAQUE));
            note(y.get(OPAQUE));
          });
    });
  }

  private static Litmus writeToRead(
      Mode read, Mode write, Mode last, String source, Set<Variant> allowedBy) {
    String name = "WRC " + read + " " + write + " " + last;
    return litmus(name, source, allowedBy, "- | 1 | 1 0 | -", () -> {
      Variable data = new Variable("data");
      Variable x = new Variable("x");
      Variable y = new Variable("y");
      return Threads.of(
          () -> {
            data.set(OPAQUE, 1);
            x.set(RELEASE, 1);
          },
          () -> {
            note(x.get(read));
            y.set(write, 1);
          },
          () -> {
            note(y.get(last));
            note(data.get(OPAQUE));
          });
    });
  }

  private static Litmus isa2(Mode write, Mode read, String source, Set<Variant> allowedBy) {
    return litmus("ISA2 " + write + " " + read, source, allowedBy, "- | 1 | 1 0 | -", () -> {
      Variable x = new Variable("x");
      Variable y = new Variable("y");
      Variable z = new Variable("z");
      return Threads.of(
          () -> {
            x.set(OPAQUE, 1);
            y.set(write, 1);
          },
          () -> {
            note(y.get(read));
            z.set(write, 1);
          },
          () -> {
            note(z.get(read));
            note(x.get(OPAQUE));
          });
    });
  }

  private static Litmus s(Mode write, Mode read, String source, Set<Variant> allowedBy) {
    return litmus("S " + write + " " + read, source, allowedBy, "- | 1 | 2", () -> {
      Variable x = new Variable("x");
      Variable y = new Variable("y");
      return Threads.of(
              () -> {
                x.set(OPAQUE, 2);
                y.set(write, 1);
              },
              () -> {
                note(y.get(read));
                x.set(OPAQUE, 1);
              })
          .then(() -> note(x.get(OPAQUE)));
    });
  }

  private static Litmus r(Mode write, Mode read, String source, Set<Variant> allowedBy) {
    return litmus("R " + write + " " + read, source, allowedBy, "- | 0 | 2", () -> {
      Variable x = new Variable("x");
      Variable y = new Variable("y");
      return Threads.of(
              () -> {
                x.set(write, 1);
                y.set(write, 1);
              },
              () -> {
                y.set(write, 2);
                note(x.get(read));
              })
          .then(() -> note(y.get(OPAQUE)));
    });
  }

  /** An opaque exchange of another thread between release and acquire. */
  private static Litmus releaseSequence(String source, Set<Variant> allowedBy) {
    return litmus("MP across an exchange", source, allowedBy, "- | - | 2 0 | -", () -> {
      Variable x = new Variable("x");
      Variable y = new Variable("y");
      return Threads.of(
          () -> {
            x.set(OPAQUE, 1);
            y.set(RELEASE, 1);
          },
          () -> y.compareAndExchange(OPAQUE, 1, 2),
          () -> {
            note(y.get(ACQUIRE));
            note(x.get(OPAQUE));
          });
    });
  }

  private static Litmus coherentReads() {
    return litmus("CoRR", CATS, NONE, "- | 1 0 | -", () -> {
      Variable x = new Variable("x");
      return Threads.of(() -> x.set(OPAQUE, 1), () -> {
        note(x.get(OPAQUE));
        note(x.get(OPAQUE));
      });
    });
  }

  private static Litmus coherentWrites() {
    return litmus("CoWW", CATS, NONE, "- | 1", () -> {
      Variable x = new Variable("x");
      return Threads.of(() -> {
            x.set(OPAQUE, 1);
            x.set(OPAQUE, 2);
          })
          .then(() -> note(x.get(OPAQUE)));
    });
  }

  private static Litmus coherentReadWrite() {
    return litmus("CoRW", CATS, NONE, "- | 1 | 1", () -> {
      Variable x = new Variable("x");
      return Threads.of(() -> x.set(OPAQUE, 1), () -> {
            note(x.get(OPAQUE));
            x.set(OPAQUE, 2);
          })
          .then(() -> note(x.get(OPAQUE)));
    });
  }

  private static Litmus oneExchangeWins() {
    return litmus("two exchanges of one value", C11, NONE, "0 | 0 | -", () -> {
      Variable x = new Variable("x");
      return Threads.of(
          () -> note(x.compareAndExchange(OPAQUE, 0, 1)),
          () -> note(x.compareAndExchange(OPAQUE, 0, 2)));
    });
  }

  /** An exchange that fails is a read, and may be late. */
  private static Litmus staleFailure() {
    return litmus("an exchange that fails late", C11, WEAK, "- | 1 0 | -", () -> {
      Variable x = new Variable("x");
      Variable y = new Variable("y");
      return Threads.of(
          () -> {
            x.set(OPAQUE, 1);
            y.set(OPAQUE, 1);
          },
          () -> {
            note(y.get(OPAQUE));
            note(x.compareAndExchange(OPAQUE, 7, 8));
          });
    });
  }

  private static Litmus nothingBetween() {
    return litmus("a write between an exchange and what it reads", C11, NONE, "0 | 1 | -", () -> {
      Variable x = new Variable("x");
      return Threads.of(() -> note(x.compareAndExchange(OPAQUE, 0, 1)), () -> {
        x.set(OPAQUE, 2);
        note(x.get(OPAQUE));
      });
    });
  }

  private static Litmus passingToExchange(Mode exchange, String source, Set<Variant> allowedBy) {
    return litmus("MP to an exchange " + exchange, source, allowedBy, "- | 1 0 | -", () -> {
      Variable x = new Variable("x");
      Variable y = new Variable("y");
      return Threads.of(
          () -> {
            x.set(OPAQUE, 1);
            y.set(RELEASE, 1);
          },
          () -> {
            note(y.compareAndExchange(exchange, 1, 2));
            note(x.get(OPAQUE));
          });
    });
  }

  private static Litmus plainRace(Mode read) {
    return litmus("a plain write and a read " + read, LEA, WEAK, "race", () -> {
      Variable x = new Variable("x");
      return Threads.of(() -> x.set(PLAIN, 1), () -> note(x.get(read)));
    });
  }

  private static Litmus plainWrites() {
    return litmus("two plain writes", LEA, WEAK, "race", () -> {
      Variable x = new Variable("x");
      return Threads.of(() -> x.set(PLAIN, 1), () -> x.set(PLAIN, 2));
    });
  }
}
