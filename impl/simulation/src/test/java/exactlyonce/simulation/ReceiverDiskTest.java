package exactlyonce.simulation;

import exactlyonce.session.ReceiverStoreContract;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The disks of a run keep the contract of every receiver's store. */
class ReceiverDiskTest {
  @TestFactory
  Stream<DynamicTest> aDiskKeepsTheContract() {
    return new ReceiverStoreContract<>(
            ReceiverDisk::new, seq -> new Message(seq, 0), number -> new Reply(0, number))
        .tests();
  }

  /** Late seals change nothing. */
  @TestFactory
  Stream<DynamicTest> aConnectionThatIsNeverLostKeepsIt() {
    return new ReceiverStoreContract<>(
            () -> new UnreliableReceiverDisk(new ReceiverDisk(), 0, new Randoms(1)),
            seq -> new Message(seq, 0),
            number -> new Reply(0, number))
        .tests();
  }
}
