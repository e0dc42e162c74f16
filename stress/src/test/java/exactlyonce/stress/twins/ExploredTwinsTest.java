package exactlyonce.stress.twins;

import static exactlyonce.stress.twins.Edit.ignore;
import static exactlyonce.stress.twins.Edit.leaveOut;
import static exactlyonce.stress.twins.Edit.replace;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import exactlyonce.stress.bytecode.HookingLoader;
import exactlyonce.stress.bytecode.TestedClasses;
import exactlyonce.stress.exploration.Client;
import exactlyonce.stress.exploration.Violation;
import exactlyonce.stress.weakening.Baseline;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Bugs in sessions that no weaker access mode stands for, each noticed by a client of the explorer. */
class ExploredTwinsTest {
  private static final String HOSTED = "session/HostedSession";
  private static final String SENDER = "session/SessionSender";

  static Stream<Arguments> bugs() {
    return Stream.of(
        arguments("DropAgainstData", Twin.ENDED_IN_USE.edits()),
        arguments("DropAgainstTwo", Twin.ENDED_IN_USE.edits()),
        arguments("DropTouchedAgainstTwo", Twin.ENDED_IN_USE.edits()),
        arguments("DropAgainstData", List.of(ignore(HOSTED, "deliver", "enter"))),
        arguments("DropAgainstSeal", List.of(ignore(HOSTED, "seal", "enter"))),
        arguments("DropUntouchedAgainstData", List.of(leaveOut(HOSTED, "leave", "touch"))),
        arguments(
            "DropUntouchedAgainstSeal",
            List.of(leaveOut(HOSTED + "$AsksStoreFirst", "status", "touch"))),
        arguments("DropDrop", List.of(replace(HOSTED, "evict", "compareAndSet", "compareAndSet"))),
        arguments("OpenOpen", Twin.CHANGED_TWICE.edits()),
        arguments("ClosePollPoll", Twin.CHANGED_TWICE.edits()),
        arguments("GoneGone", Twin.CHANGED_TWICE.edits()),
        arguments("GoneAgainstClosePoll", Twin.CHANGED_TWICE.edits()),
        arguments("SessionCloseAgainstGone", Twin.CHANGED_TWICE.edits()),
        arguments("SessionGoneAgainstSubmit", List.of(leaveOut(SENDER, "gone", "gone()"))));
  }

  @ParameterizedTest
  @MethodSource("bugs")
  void isNoticed(String client, List<Edit> edits) throws IOException {
    assertThat(violation(client, edits)).isNotNull();
  }

  private static @Nullable Violation violation(String name, List<Edit> edits) throws IOException {
    HookingLoader loader = new HookingLoader(TwinClasses.edited(edits));
    Client client = TestedClasses.clients(loader).stream()
        .filter(each -> each.name().equals(name))
        .findFirst()
        .orElseThrow();
    return Baseline.of(client).result().violation();
  }
}
