package exactlyonce.session;

import static org.assertj.core.api.Assertions.assertThat;

import exactlyonce.protocol.Resolved;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.function.Executable;

/** The contract accepts a store that keeps it, and detects each store that breaks it. */
class ReceiverStoreContractTest {
  @TestFactory
  Stream<DynamicTest> aStoreInMemoryKeepsIt() {
    return contract(MapReceiverStore::new).tests();
  }

  @Test
  void brokenStoresAreDetected() {
    assertThat(broken(BrokenReceiverStores.Unguarded::new))
        .containsExactly(
            "a message is delivered once",
            "a sealed message has no effect",
            "a delivered message is not sealed",
            "a rejected message has no effect",
            "a late seal changes nothing",
            "a late delivery has no effect",
            "nothing is written once it is over",
            "over during a handler is final",
            "two deliveries at once have one effect",
            "a delivery and a rejection exclude each other",
            "a delivery and a seal exclude each other");
    assertThat(broken(BrokenReceiverStores.LooksInDeliveryOnly::new))
        .containsExactly(
            "a delivered message is not sealed",
            "a rejected message has no effect",
            "a late seal changes nothing",
            "nothing is written once it is over",
            "over during a handler is final",
            "a delivery and a seal exclude each other");
    assertThat(broken(BrokenReceiverStores.LooksInSealsOnly::new))
        .containsExactly(
            "a message is delivered once",
            "a sealed message has no effect",
            "a rejected message has no effect",
            "a late delivery has no effect",
            "nothing is written once it is over",
            "two deliveries at once have one effect",
            "a delivery and a rejection exclude each other",
            "a delivery and a seal exclude each other");
    assertThat(broken(BrokenReceiverStores.LooksBeforeTheTransaction::new))
        .containsExactly(
            "two deliveries at once have one effect",
            "a delivery and a rejection exclude each other",
            "a delivery and a seal exclude each other");
    assertThat(broken(BrokenReceiverStores.SealsTakeTheSlotOfLaterMessages::new))
        .containsExactly("a rejected message has no effect", "a late seal changes nothing");
    assertThat(broken(BrokenReceiverStores.WritesThoughTheSessionIsOver::new))
        .containsExactly("nothing is written once it is over");
    assertThat(broken(BrokenReceiverStores.AlwaysSaysSealed::new))
        .containsExactly(
            "a delivered message is not sealed",
            "a rejected message has no effect",
            "a late seal changes nothing",
            "nothing is written once it is over",
            "over during a handler is final",
            "a delivery and a seal exclude each other");
    assertThat(broken(BrokenReceiverStores.RecordsFailedHandlers::new))
        .containsExactly(
            "a failed handler leaves nothing", "a handler that rejects leaves nothing");
    assertThat(broken(BrokenReceiverStores.RejectsWhatIsDecided::new))
        .containsExactly(
            "the first reason stays",
            "a delivered message is not rejected",
            "a sealed message is not rejected",
            "a late rejection changes nothing",
            "nothing is written once it is over",
            "a delivery and a rejection exclude each other");
    assertThat(broken(BrokenReceiverStores.ForgetsRejections::new))
        .containsExactly(
            "a rejected message has no effect",
            "the first reason stays",
            "a delivered message is not rejected",
            "a sealed message is not rejected",
            "a late rejection changes nothing",
            "nothing is written once it is over",
            "a delivery and a rejection exclude each other");
    assertThat(broken(BrokenReceiverStores.RejectsInTheTransactionOfTheHandler::new))
        .containsExactly("a handler that rejects leaves nothing");
    assertThat(broken(BrokenReceiverStores.OpensAnIdTwice::new))
        .containsExactly("an id is not opened twice");
  }

  /** As on a machine that is busy: nobody waits for it, and nothing is missed. */
  @Test
  void aThreadThatIsLateIsNotTakenForOneThatWaits() {
    assertThat(broken(LooksLate::new))
        .containsExactly(
            "two deliveries at once have one effect",
            "a delivery and a rejection exclude each other",
            "a delivery and a seal exclude each other");
  }

  private static final class LooksLate
      extends BrokenReceiverStores.LooksBeforeTheTransaction<String, String> {
    @Override
    public Resolved<String> rejected(long session, long seq, String reason) throws Exception {
      beLate();
      return super.rejected(session, seq, reason);
    }

    @Override
    public boolean sealed(long session, long seq) {
      beLate();
      return super.sealed(session, seq);
    }

    private static void beLate() {
      if (Thread.currentThread().getName().equals("contract")) { // the second thread
        LockSupport.parkNanos(300_000_000);
      }
    }
  }

  private static ReceiverStoreContract<String, String> contract(
      Supplier<MapReceiverStore<String, String>> stores) {
    return new ReceiverStoreContract<>(stores, seq -> "m" + seq, number -> "r" + number);
  }

  /** Returns the rules that the store breaks. */
  private static List<String> broken(Supplier<MapReceiverStore<String, String>> stores) {
    List<String> broken = new ArrayList<>();
    for (Map.Entry<String, Executable> rule : contract(stores).rules().entrySet()) {
      try {
        rule.getValue().execute();
      } catch (Throwable e) {
        broken.add(rule.getKey());
      }
    }
    return broken;
  }
}
