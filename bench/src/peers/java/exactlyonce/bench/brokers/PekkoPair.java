package exactlyonce.bench.brokers;

import com.typesafe.config.ConfigFactory;
import exactlyonce.bench.pair.Subject;
import exactlyonce.bench.pair.Tally;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.delivery.ConsumerController;
import org.apache.pekko.actor.typed.delivery.ProducerController;
import org.apache.pekko.actor.typed.delivery.ProducerController.MessageWithConfirmation;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.jspecify.annotations.Nullable;

/**
 * A producer and a consumer with a controller each. The producing actor is the guardian of the
 * system, and is told the numbers to send.
 */
final class PekkoPair implements Subject {
  private final int window;
  private final Tally confirmations;
  private final ActorSystem<Object> system;

  PekkoPair(Conditions conditions, Tally effects, Tally confirmations) {
    this.window = conditions.window();
    this.confirmations = confirmations;
    system = ActorSystem.create(
        Behaviors.<Object>setup(
            context -> new Producer(context, effects, confirmations).behavior()),
        "peer",
        ConfigFactory.parseString(
                "pekko.loglevel = OFF, pekko.stdout-loglevel = OFF, pekko.log-dead-letters = off,"
                    + " pekko.reliable-delivery.consumer-controller.flow-control-window = "
                    + window)
            .withFallback(ConfigFactory.load()));
  }

  /** Sends the numbers that it is told, each as soon as its controller asks for the next. */
  private static final class Producer {
    private final ActorRef<Object> replyTo;
    private final Queue<Long> waiting = new ArrayDeque<>();
    private @Nullable ActorRef<MessageWithConfirmation<Long>> next;

    Producer(ActorContext<Object> context, Tally effects, Tally confirmations) {
      replyTo = context.spawn(
          Behaviors.<Object>receiveMessage(reply -> {
            confirmations.add((Long) reply - 1); // the controller counts from 1
            return Behaviors.same();
          }),
          "confirmations");
      ActorRef<ConsumerController.Command<Long>> consumerController =
          context.spawn(ConsumerController.<Long>create(), "consumer-controller");
      ActorRef<ConsumerController.Delivery<Long>> consumer = context.spawn(
          Behaviors.<ConsumerController.Delivery<Long>>receiveMessage(delivery -> {
            effects.add(delivery.message());
            delivery.confirmTo().tell(ConsumerController.confirmed());
            return Behaviors.same();
          }),
          "consumer");
      consumerController.tell(new ConsumerController.Start<>(consumer));
      ActorRef<ProducerController.Command<Long>> producerController = context.spawn(
          ProducerController.create(Long.class, "producer", Optional.empty()),
          "producer-controller");
      producerController.tell(new ProducerController.RegisterConsumer<>(consumerController));
      ActorRef<ProducerController.RequestNext<Long>> self = context.getSelf().narrow();
      producerController.tell(new ProducerController.Start<>(self));
    }

    Behavior<Object> behavior() {
      return Behaviors.receiveMessage(message -> {
        if (message instanceof Long number) {
          waiting.add(number);
        } else if (message instanceof ProducerController.RequestNext<?> request) {
          next = askNextTo(request);
        }
        ActorRef<MessageWithConfirmation<Long>> asked = next;
        Long first = asked == null ? null : waiting.poll();
        if (asked != null && first != null) {
          next = null;
          asked.tell(new MessageWithConfirmation<>(first, replyTo));
        }
        return Behaviors.same();
      });
    }

    // The only controller sends longs.
    @SuppressWarnings("unchecked")
    private static ActorRef<MessageWithConfirmation<Long>> askNextTo(
        ProducerController.RequestNext<?> request) {
      return ((ProducerController.RequestNext<Long>) request).askNextTo();
    }
  }

  @Override
  public boolean trySend(long number) {
    if (number - confirmations.count() >= window) {
      return false;
    }
    system.tell(number);
    return true;
  }

  @Override
  public void close() {
    system.terminate();
  }
}
