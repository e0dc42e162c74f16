package exactlyonce.stress.bytecode;

import static org.assertj.core.api.Assertions.assertThat;

import exactlyonce.stress.model.Access.Kind;
import exactlyonce.stress.model.Mode;
import exactlyonce.window.ReceiveWindow;
import exactlyonce.window.ReplyCells;
import org.junit.jupiter.api.Test;

class TestedClassesTest {
  @Test
  void findsEachCallWithItsMode() {
    assertThat(TestedClasses.calls())
        .contains(
            new Call("ReceiveWindow.claim#1", "getAcquire", Kind.READ, Mode.ACQUIRE),
            new Call(
                "ReceiveWindow.claim#2", "compareAndExchangeAcquire", Kind.EXCHANGE, Mode.ACQUIRE),
            new Call("ReceiveWindow.seal#2", "compareAndExchange", Kind.EXCHANGE, Mode.VOLATILE),
            new Call("ReceiveWindow.deliver#1", "setRelease", Kind.WRITE, Mode.RELEASE))
        .doesNotHaveDuplicates();
  }

  /** The two writes in the finally block of SendWindow.report; javac has copied it. */
  @Test
  void copiesOfFinallyAreOneCall() {
    assertThat(TestedClasses.calls())
        .filteredOn(call -> call.site().startsWith("SendWindow.report#"))
        .hasSize(2);
  }

  /** Where no thread under test runs, memory is accessed as it is. */
  @Test
  void hookedClassesWorkAsBefore() throws ReflectiveOperationException {
    Class<?> hooked = new HookingLoader().loadClass(ReceiveWindow.class.getName());
    Object window = hooked.getConstructor(int.class).newInstance(2);

    assertThat(hooked).isNotSameAs(ReceiveWindow.class);
    assertThat(hooked.getMethod("claim", long.class).invoke(window, 0L)).hasToString("CLAIMED");
    hooked.getMethod("deliver", long.class).invoke(window, 0L);
    assertThat(hooked.getMethod("check", long.class).invoke(window, 0L)).hasToString("DELIVERED");
  }

  @Test
  void hookedReplyCellsKeepReplies() throws ReflectiveOperationException {
    Class<?> hooked = new HookingLoader().loadClass(ReplyCells.class.getName());
    Object cells = hooked.getConstructor(int.class).newInstance(2);

    hooked.getMethod("store", long.class, Object.class).invoke(cells, 3L, "reply");

    assertThat(hooked.getMethod("load", long.class).invoke(cells, 3L)).isEqualTo("reply");
  }
}
