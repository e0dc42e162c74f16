package exactlyonce.diagram;

import exactlyonce.diagram.Legend.Action;
import exactlyonce.diagram.Step.Event;
import exactlyonce.tlc.Counterexample.State;
import exactlyonce.tlc.TlaValue;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Reads from two states what the step between them did. It must be given all steps, in order. */
final class StepReader {

  private final Legend legend;
  private final Cast cast;
  private final Flight flight;

  StepReader(Legend legend, Cast cast, State initial) {
    this.legend = legend;
    this.cast = cast;
    this.flight = new Flight(frames(initial));
  }

  private Map<Frame, Integer> frames(State state) {
    TlaValue network = state.variables().get(legend.network().variable());
    return network == null ? Map.of() : Frame.in(network, legend);
  }

  /** The frames in flight after the last step read. */
  List<Flight.Copy> inFlight() {
    return flight.copies();
  }

  /** What the step to a state did, which TLC calls so; the state's own name is not looked at. */
  Step read(State from, State to, String name) {
    Optional<Action> action = legend.action(name);
    List<Frame> gone = more(frames(from), frames(to));
    List<Frame> fresh = more(frames(to), frames(from));
    Cast.Roles roles = cast.roles(from.variables(), to.variables());
    Changes changes = new Changes(legend, from.variables(), to.variables(), roles);
    String network = legend.network().lifeline();
    String actor = action.map(known -> roles.lifeline(known.at())).orElse(network);

    List<Event> events = new ArrayList<>();
    if (action.filter(known -> roles.isUncertain(known.at())).isPresent()) {
      events.add(new Step.Changed(actor, List.of("this one or another:")));
    }
    action.flatMap(known -> received(known, gone, fresh, changes)).ifPresent(frame -> {
      boolean removed = gone.remove(frame);
      Flight.Copy copy = removed ? flight.remove(frame) : flight.duplicate(frame);
      events.add(
          actor.equals(network)
              ? atNetwork(frame.label() + " arrives")
              : new Step.Received(actor, frame.label(), copy.sentAt(), copy.received()));
    });
    gone.forEach(frame -> events.add(gone(frame, action.isPresent(), roles)));
    Set<String> toldAlready = new HashSet<>();
    if (!gone.isEmpty() || !fresh.isEmpty() || !events.isEmpty()) {
      toldAlready.add(legend.network().variable());
    }
    if (action.isPresent()) {
      toldAlready.addAll(legend.hidden());
    }
    changes
        .notes(actor, toldAlready)
        .forEach((at, lines) -> events.add(new Step.Changed(at, lines)));
    for (Frame frame : fresh) {
      flight.send(frame, to.number());
      events.add(frame
          .route()
          .map(route -> roles.lifeline(route.from()))
          .filter(sender -> !sender.equals(network))
          .<Event>map(sender -> new Step.Sent(sender, frame.label()))
          .orElseGet(() -> atNetwork(frame.label() + " is sent")));
    }
    if (events.isEmpty()) {
      events.add(new Step.Changed(actor, List.of("nothing changes")));
    }
    return new Step(to.number(), name, events);
  }

  /** A frame that left the network and was not received; who knows why, if the action is unknown. */
  private Event gone(Frame frame, boolean actionIsKnown, Cast.Roles roles) {
    Flight.Copy copy = flight.remove(frame);
    return frame
        .route()
        .filter(route -> actionIsKnown)
        .map(route -> roles.lifeline(route.to()))
        .filter(receiver -> !receiver.equals(legend.network().lifeline()))
        .<Event>map(receiver -> new Step.Lost(receiver, frame.label(), copy.sentAt()))
        .orElseGet(() -> atNetwork(frame.label() + " is taken out"));
  }

  private Step.Changed atNetwork(String line) {
    return new Step.Changed(legend.network().lifeline(), List.of(line));
  }

  /**
   * The frame that an action received. If it stayed in the network, then the one about a message that
   * the step changed something of; several may be left, and each explains the step as well as the
   * others.
   */
  private Optional<Frame> received(
      Action action, List<Frame> gone, List<Frame> fresh, Changes changes) {
    Map<String, String> wanted = action.receives();
    if (wanted == null) {
      return Optional.empty();
    }
    Optional<Frame> removed =
        gone.stream().filter(frame -> frame.matches(wanted, action.at())).findFirst();
    if (removed.isPresent()) {
      return removed;
    }
    List<Frame> candidates = flight.copies().stream()
        .map(Flight.Copy::frame)
        .filter(frame -> frame.matches(wanted, action.at()))
        .toList();
    Stream<String> sent = fresh.stream().flatMap(frame -> message(frame).stream());
    return Stream.concat(changes.messages().stream(), sent)
        .flatMap(message -> candidates.stream()
            .filter(frame -> message(frame).filter(message::equals).isPresent()))
        .findFirst()
        .or(() -> candidates.stream().findFirst());
  }

  private static Optional<String> message(Frame frame) {
    return Optional.ofNullable(frame.fields().get("seq"));
  }

  /** What the first has more of than the second. */
  private static List<Frame> more(Map<Frame, Integer> first, Map<Frame, Integer> second) {
    List<Frame> more = new ArrayList<>();
    first.forEach((frame, number) -> {
      for (int i = second.getOrDefault(frame, 0); i < number; i++) {
        more.add(frame);
      }
    });
    return more;
  }
}
