package exactlyonce.session;

import static org.assertj.core.api.Assertions.assertThat;

import exactlyonce.session.MapSenderStore.Storage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.function.Executable;

/** The contract accepts a store that keeps it, and detects each store that breaks it. */
class SenderStoreContractTest {
  @TestFactory
  Stream<DynamicTest> aStoreInMemoryKeepsIt() {
    return contract(MapSenderStore::new).tests();
  }

  @Test
  void brokenStoresAreDetected() {
    assertThat(broken(WithoutFence::new))
        .containsExactly(
            "a replaced sender writes nothing",
            "a replaced sender writes nothing to the next session",
            "no append is missed by a takeover");
    assertThat(broken(LooksBeforeTheTransaction::new))
        .containsExactly("no append is missed by a takeover");
    assertThat(broken(KeepsOldMessages::new))
        .contains("a new session has no messages", "a new session may have another window");
    assertThat(broken(HasNoRing::new))
        .containsExactly("each slot keeps its latest message", "what is cancelled is found so");
    assertThat(broken(ForgetsThatItIsClosed::new))
        .containsExactly("each phase is found, with the messages");
    assertThat(broken(CancelsNothing::new)).containsExactly("what is cancelled is found so");
    assertThat(broken(CancelsInAnySession::new))
        .containsExactly("a message that is not there is not cancelled");
    assertThat(broken(CancelsWhatIsNotStored::new))
        .contains("a message that is not there is not cancelled");
    assertThat(broken(ClearsNothing::new)).contains("what is cleared is not found");
  }

  private static class WithoutFence extends MapSenderStore {
    WithoutFence(Storage storage) {
      super(storage);
    }

    @Override
    void requireOwner() {}
  }

  /** Two transactions: one looks, the other writes. In between, if it comes, is the takeover. */
  private static class LooksBeforeTheTransaction extends MapSenderStore {
    private static final Set<Long> LATE = Set.of(10L, 11L, 12L);
    private static final long LIMIT_NANOS = 3_000_000_000L;

    LooksBeforeTheTransaction(Storage storage) {
      super(storage);
    }

    @Override
    public void append(long seq, String payload) {
      requireOwner();
      long start = System.nanoTime();
      while (LATE.contains(seq) && isOwner() && System.nanoTime() - start < LIMIT_NANOS) {
        LockSupport.parkNanos(1_000_000);
      }
      write(seq, payload);
    }
  }

  private static class KeepsOldMessages extends MapSenderStore {
    KeepsOldMessages(Storage storage) {
      super(storage);
    }

    @Override
    void empty() {}
  }

  private static class HasNoRing extends MapSenderStore {
    HasNoRing(Storage storage) {
      super(storage);
    }

    @Override
    int slot(long seq) {
      return (int) seq;
    }
  }

  private static class ForgetsThatItIsClosed extends MapSenderStore {
    ForgetsThatItIsClosed(Storage storage) {
      super(storage);
    }

    @Override
    public void draining() {
      requireOwner();
    }
  }

  private static class CancelsNothing extends MapSenderStore {
    CancelsNothing(Storage storage) {
      super(storage);
    }

    @Override
    public void cancelled(long session, long seq) {
      requireOwner();
    }
  }

  private static class CancelsInAnySession extends MapSenderStore {
    CancelsInAnySession(Storage storage) {
      super(storage);
    }

    @Override
    boolean isOpen(long session) {
      return true;
    }
  }

  private static class CancelsWhatIsNotStored extends MapSenderStore {
    CancelsWhatIsNotStored(Storage storage) {
      super(storage);
    }

    @Override
    boolean isStored(long seq) {
      return true;
    }
  }

  private static class ClearsNothing extends MapSenderStore {
    ClearsNothing(Storage storage) {
      super(storage);
    }

    @Override
    public void clear() {}
  }

  private static SenderStoreContract<String> contract(Function<Storage, MapSenderStore> stores) {
    return new SenderStoreContract<>(
        () -> {
          Storage storage = new Storage();
          return () -> stores.apply(storage);
        },
        seq -> "m" + seq);
  }

  /** Returns the rules that the store breaks. */
  private static List<String> broken(Function<Storage, MapSenderStore> stores) {
    List<String> broken = new ArrayList<>();
    SenderStoreContract<String> contract = contract(stores);
    for (Map<String, Executable> rules : List.of(contract.rules(), contract.fencingRules())) {
      rules.forEach((name, rule) -> {
        try {
          rule.execute();
        } catch (Throwable e) {
          broken.add(name);
        }
      });
    }
    return broken;
  }
}
