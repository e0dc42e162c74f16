package exactlyonce.diagram;

import static org.assertj.core.api.Assertions.assertThat;

import exactlyonce.diagram.Step.Changed;
import exactlyonce.diagram.Step.Event;
import exactlyonce.diagram.Step.Lost;
import exactlyonce.diagram.Step.Received;
import exactlyonce.diagram.Step.Sent;
import exactlyonce.model.Model;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** How the difference between two states is read. */
class SequenceDiagramTest {

  private static final String IDLE = "[seq |-> -1, state |-> \"DELIVERED\"]";
  private static final String DATA = "[type |-> \"DATA\", seq |-> 0, payload |-> 0]";
  private static final String DATA_1 = "[type |-> \"DATA\", seq |-> 1, payload |-> 1]";
  private static final String ACK = "[type |-> \"ACK\", seq |-> 0]";

  private static SequenceDiagram diagram(String head, String... lines) {
    return Recorded.parse(
            "Some-Model", List.of((head + "\n" + String.join("\n", lines)).split("\n")))
        .diagram();
  }

  private static SequenceDiagram protocol(String... lines) {
    return diagram("MCCheckBeforeSend INVARIANT NoDuplicate", lines);
  }

  private static List<Event> lastOf(SequenceDiagram diagram) {
    return diagram.steps().get(diagram.steps().size() - 1).events();
  }

  @Test
  void aFrameThatIsGoneWasReceived() {
    SequenceDiagram diagram = protocol(
        "1 Init",
        " net = {" + DATA + ", " + DATA_1 + "}",
        "2 ReceiveData",
        " net = {" + DATA + "}",
        "stop");
    assertThat(lastOf(diagram)).containsExactly(new Received("receiver", "DATA(1)", 1, false));
    assertThat(diagram.inFlight()).containsExactly("Still in flight: DATA(0)");
  }

  @Test
  void ofFramesThatStayTheOneWhoseSlotChangedWasReceived() {
    String net = " net = {" + DATA + ", " + DATA_1 + "}";
    SequenceDiagram diagram = protocol(
        "1 Init",
        net,
        " ring = (0 :> " + IDLE + " @@ 1 :> " + IDLE + ")",
        "2 ReceiveData",
        net,
        " ring = (0 :> " + IDLE + " @@ 1 :> [seq |-> 1, state |-> \"CLAIMED\"])",
        "3 ReceiveData",
        net,
        " ring = (0 :> " + IDLE + " @@ 1 :> [seq |-> 1, state |-> \"SEALED\"])",
        "stop");
    assertThat(diagram.steps().get(1).events())
        .containsExactly(
            new Received("receiver", "DATA(1)", 1, false),
            new Changed("receiver", List.of("slot 1: (1, CLAIMED)")));
    assertThat(diagram.steps().get(2).events())
        .contains(new Received("receiver", "DATA(1)", 1, true));
    assertThat(diagram.inFlight())
        .containsExactly("Still in flight: DATA(0)", "May arrive again: DATA(1)");
  }

  @Test
  void whoWaitsForAStatusReceivesNoAck() {
    String status = "[type |-> \"STATUS\", seq |-> 0, state |-> \"UNKNOWN\"]";
    String net = " net = {" + ACK + ", " + DATA + ", " + status + "}";
    SequenceDiagram diagram = protocol("1 Init", net, "2 ReceiveUnknown", net, "stop");
    assertThat(lastOf(diagram))
        .containsExactly(new Received("sender", "STATUS(0, UNKNOWN)", 1, false));
  }

  @Test
  void aReplyIsSentInTheStepThatReceives() {
    SequenceDiagram diagram = protocol(
        "1 Init", " net = {" + DATA + "}", "2 ReceiveData", " net = {" + ACK + "}", "stop");
    assertThat(lastOf(diagram))
        .containsExactly(
            new Received("receiver", "DATA(0)", 1, false), new Sent("receiver", "ACK(0)"));
  }

  @Test
  void whatNobodyReceivedIsLost() {
    SequenceDiagram diagram =
        protocol("1 Init", " net = {" + ACK + "}", "2 Lose", " net = {}", "stop");
    assertThat(lastOf(diagram)).containsExactly(new Lost("sender", "ACK(0)", 1));
    assertThat(diagram.inFlight()).isEmpty();
  }

  @Test
  void equalFramesAreCopiesAndTheOldestIsTakenFirst() {
    SequenceDiagram diagram = diagram(
        "FailurePoints INVARIANT NoDuplicate",
        "1 Init",
        " net = [send |-> 0, ok |-> 0]",
        "2 Send",
        " net = [send |-> 1, ok |-> 0]",
        "3 TimeOut",
        " net = [send |-> 2, ok |-> 0]",
        "4 ReceiveSend",
        " net = [send |-> 1, ok |-> 1]",
        "5 Lose",
        " net = [send |-> 0, ok |-> 1]",
        "stop");
    assertThat(diagram.steps().get(3).events())
        .contains(new Received("receiver", "send", 2, false));
    assertThat(diagram.steps().get(4).events()).contains(new Lost("receiver", "send", 3));
    assertThat(diagram.inFlight()).containsExactly("Still in flight: ok");
  }

  @Test
  void aMutantOfAnActionReceivesAsTheActionDoes() {
    SequenceDiagram diagram = protocol(
        "1 Init", " net = {" + DATA + "}", "2 ReceiveDataLoserIsBlind", " net = {}", "stop");
    assertThat(diagram.steps().get(1).label()).isEqualTo("2 ReceiveDataLoserIsBlind");
    assertThat(lastOf(diagram)).containsExactly(new Received("receiver", "DATA(0)", 1, false));
  }

  @Test
  void ofAnUnknownActionEverythingIsNoted() {
    SequenceDiagram diagram = protocol(
        "1 Init",
        " net = {" + DATA + "}",
        " next = 0",
        " outbox = (0 :> [seq |-> 0, payload |-> 0])",
        " lives = 1",
        "2 Explode",
        " net = {" + ACK + "}",
        " next = 1",
        " outbox = (0 :> [seq |-> 0, payload |-> -1])",
        " lives = 0",
        "stop");
    assertThat(lastOf(diagram))
        .containsExactly(
            new Changed("network", List.of("DATA(0) is removed")),
            new Changed("sender", List.of("outbox[0].payload: 0 -> -1")),
            new Changed("network", List.of("next: 0 -> 1", "lives: 1 -> 0")),
            new Sent("receiver", "ACK(0)"));
  }

  @Test
  void unknownFramesAreNoted() {
    SequenceDiagram diagram = protocol(
        "1 Init", " net = {}", "2 Submit", " net = {[type |-> \"OPEN\", nonce |-> 7]}", "stop");
    assertThat(lastOf(diagram))
        .containsExactly(new Changed("network", List.of("type OPEN, nonce 7 is sent")));
  }

  @Test
  void aNetworkOfAnotherShapeIsAVariableLikeAnyOther() {
    SequenceDiagram diagram = protocol("1 Init", " net = 1", "2 Submit", " net = 2", "stop");
    assertThat(lastOf(diagram)).containsExactly(new Changed("sender", List.of("net: 1 -> 2")));
  }

  @Test
  void aModuleWithoutALegendIsDrawnInNotes() {
    SequenceDiagram diagram = diagram(
        "Elsewhere ASSERTION Assertion",
        "1 Init",
        " x = 0",
        " s = {1, 2}",
        "2 Go",
        " x = 1",
        " s = {2, 3}",
        "stop");
    assertThat(diagram.lifelines()).containsExactly("Elsewhere");
    assertThat(lastOf(diagram))
        .containsExactly(new Changed("Elsewhere", List.of("x: 0 -> 1", "s gains 3; s loses 1")));
  }

  @Test
  void aStepThatChangesNothingIsDrawn() {
    SequenceDiagram diagram = protocol("1 Init", " next = 0", "2 TimeOut", " next = 0", "stop");
    assertThat(lastOf(diagram)).containsExactly(new Changed("sender", List.of("nothing changes")));
  }

  @Test
  void ofALoneInitialStateEverythingIsNoted() {
    SequenceDiagram diagram = diagram(
        "FailurePoints INVARIANT NoDuplicate", "1 Init", " effects = 2", " x = <<1, 2>>", "stop");
    assertThat(lastOf(diagram))
        .containsExactly(
            new Changed("receiver", List.of("takes effect again")),
            new Changed("network", List.of("x = (1, 2)")));
  }

  @Test
  void theWayBackIsAStepOfTheLoop() {
    SequenceDiagram diagram = Recorded.of("CheckBeforeSend-NeverResend").diagram();
    assertThat(diagram.end()).isEqualTo(new SequenceDiagram.Loop(3));
    assertThat(diagram.steps()).hasSize(6);
    assertThat(diagram.steps().get(5).label()).isEqualTo("3 ReceiveUnknownIgnored");
    assertThat(lastOf(diagram))
        .containsExactly(new Received("sender", "STATUS(0, UNKNOWN)", 5, false));
  }

  @Test
  void aStoreBufferBelongsToItsThread() {
    SequenceDiagram diagram = Recorded.of("OrderedWindow-BufferedByRelease").diagram();
    assertThat(diagram.lifelines()).as("busy ones").containsExactly("thread 1", "thread 2");
    assertThat(diagram.steps().get(5).events())
        .containsExactly(new Changed(
            "thread 1",
            List.of(
                "slot 0: (0, BUFFERED), not yet visible to others",
                "next: is the message before 0 passed?")));
    assertThat(lastOf(diagram))
        .containsExactly(
            new Changed("thread 2", List.of("slot 1: (1, BUFFERED)", "now visible to all")));
  }

  @Test
  void ofALargeRecordOnlyTheChangesAreNoted() {
    SequenceDiagram diagram = Recorded.of("CrashRecovery-EffectFirst").diagram();
    assertThat(diagram.steps().get(4).events())
        .contains(new Changed(
            "sender",
            List.of("outbox 0: (0, PENDING), next 1", "on disk: outbox 0: (0, PENDING), next 1")));
  }

  @Test
  void aLoneInitialStateIsNotedWhereItBelongs() {
    SequenceDiagram diagram = protocol(
        "1 Init",
        " net = {" + DATA + "}",
        " ring = (0 :> " + IDLE + ")",
        " outcome = (0 :> \"DELIVERED\")",
        "stop");
    assertThat(lastOf(diagram))
        .containsExactly(
            new Changed("sender", List.of("0 is DELIVERED")),
            new Changed("receiver", List.of("slot 0: (-1, DELIVERED)")));
    assertThat(diagram.inFlight()).containsExactly("Still in flight: DATA(0)");
  }

  private static String threads(String variable, String t1, String t2) {
    String record = "[pc |-> \"%s\", seen |-> 0]";
    return " %s = (t1 :> %s @@ t2 :> %s)"
        .formatted(variable, record.formatted(t1), record.formatted(t2));
  }

  @Test
  void theThreadWhoseEntryChangesActs() {
    SequenceDiagram diagram = Recorded.of("SlotRace").diagram();
    assertThat(diagram.lifelines()).containsExactly("thread t1", "thread t2");
    assertThat(diagram.steps().get(2).events())
        .containsExactly(new Changed("thread t2", List.of("reads 0")));
    assertThat(diagram.steps().get(3).events())
        .containsExactly(new Changed("thread t1", List.of("takes 0", "count is now 1")));
  }

  @Test
  void theWayBackIsAStepOfAThread() {
    SequenceDiagram diagram = diagram(
        "SlotRace LIVENESS Arrives",
        "1 Init",
        threads("threads", "idle", "idle"),
        "2 Read",
        threads("threads", "idle", "read"),
        "back 1 Exchange");
    assertThat(lastOf(diagram)).containsExactly(new Changed("thread t2", List.of("idle")));
  }

  @Test
  void threadsMayBeNumbersAndWhoeverChangesNothingIsNotKnown() {
    SequenceDiagram diagram = diagram(
        "SlotRace INVARIANT TakenOnce",
        "1 Init",
        " threads = <<[pc |-> \"idle\"], [pc |-> \"idle\"]>>",
        " count = 0",
        "2 Exchange",
        " threads = <<[pc |-> \"idle\"], [pc |-> \"idle\"]>>",
        " count = 1",
        "stop");
    assertThat(diagram.lifelines()).as("busy ones").containsExactly("thread 1");
    assertThat(lastOf(diagram))
        .containsExactly(new Changed("thread 1", List.of("any thread:", "count is now 1")));
  }

  /** Any thread receives a frame, and any thread sends one. */
  @Test
  void framesGoToAndFromThreads() {
    String data = "[type |-> \"DATA\", seq |-> 0]";
    String ack = "[type |-> \"ACK\", seq |-> 0]";
    SequenceDiagram diagram = diagram(
        "FrameRace INVARIANT NoDuplicate",
        "1 Init",
        threads("receivers", "idle", "idle"),
        " net = {" + data + "}",
        "2 ReceiveData",
        threads("receivers", "idle", "claim"),
        " net = {" + ack + "}",
        "3 Lose",
        threads("receivers", "idle", "claim"),
        " net = {}",
        "stop");
    assertThat(diagram.lifelines()).containsExactly("sender", "network", "receiver t2");
    assertThat(diagram.steps().get(1).events())
        .containsExactly(
            new Received("receiver t2", "DATA(0)", 1, false),
            new Changed("receiver t2", List.of("claim")),
            new Sent("receiver t2", "ACK(0)"));
    assertThat(lastOf(diagram)).containsExactly(new Lost("sender", "ACK(0)", 2));
  }

  @Test
  void whatIsLostOnTheWayToAnyThreadIsLost() {
    String data = "[type |-> \"DATA\", seq |-> 0]";
    SequenceDiagram diagram = diagram(
        "FrameRace INVARIANT NoDuplicate",
        "1 Init",
        threads("receivers", "idle", "idle"),
        " net = {" + data + "}",
        "2 Lose",
        threads("receivers", "idle", "idle"),
        " net = {}",
        "stop");
    assertThat(lastOf(diagram)).containsExactly(new Lost("receiver t1", "DATA(0)", 1));
  }

  @Test
  void whoeverOnlyAnswersIsNotKnown() {
    String data = "[type |-> \"DATA\", seq |-> 0]";
    String ack = "[type |-> \"ACK\", seq |-> 0]";
    SequenceDiagram diagram = diagram(
        "FrameRace INVARIANT NoDuplicate",
        "1 Init",
        threads("receivers", "idle", "idle"),
        " net = {" + data + "}",
        "2 ReceiveData",
        threads("receivers", "idle", "idle"),
        " net = {" + ack + "}",
        "stop");
    assertThat(lastOf(diagram))
        .containsExactly(
            new Changed("receiver t1", List.of("any receiver:")),
            new Received("receiver t1", "DATA(0)", 1, false),
            new Sent("receiver t1", "ACK(0)"));
  }

  @Test
  void withoutThreadsEverythingIsNotedAtTheNetwork() {
    String data = "[type |-> \"DATA\", seq |-> 0]";
    String ack = "[type |-> \"ACK\", seq |-> 0]";
    SequenceDiagram diagram = diagram(
        "FrameRace INVARIANT NoDuplicate",
        "1 Init",
        " net = {" + data + "}",
        "2 ReceiveData",
        " net = {" + ack + "}",
        "stop");
    assertThat(lastOf(diagram))
        .containsExactly(
            new Changed("network", List.of("DATA(0) arrives")),
            new Changed("network", List.of("ACK(0) is sent")));
  }

  @Test
  void theConstantsOfTheModelAreSaid() {
    Recorded recorded = Recorded.of("FailurePoints-never-accept-reply-synchronous");
    Map<String, String> constants = new LinkedHashMap<>();
    constants.put("Retry", "\"never\"");
    constants.put("Loss", "\"reply\"");
    Model plain = recorded.model();
    Model cell = new Model(
        plain.name(),
        plain.module(),
        plain.config(),
        constants,
        plain.tier(),
        null,
        null,
        null,
        plain.expected());
    assertThat(SequenceDiagram.of(cell, recorded.result()).verdict())
        .hasSize(2)
        .contains("Here Retry = \"never\", Loss = \"reply\".");
  }
}
