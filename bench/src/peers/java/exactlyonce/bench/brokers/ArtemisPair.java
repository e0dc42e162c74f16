package exactlyonce.bench.brokers;

import exactlyonce.bench.pair.Subject;
import exactlyonce.bench.pair.Tally;
import java.nio.ByteBuffer;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.client.ActiveMQClient;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.api.core.client.ClientProducer;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.apache.activemq.artemis.api.core.client.ClientSessionFactory;
import org.apache.activemq.artemis.api.core.client.ServerLocator;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;

/** A broker in the same process: a queue that refuses ids which it has seen. */
final class ArtemisPair implements Subject {
  private static final String URL = "vm://0";
  private static final String QUEUE = "messages";
  private static final int CONFIRMATION_WINDOW = 1 << 20;

  private final int window;
  private final Tally effects;
  private final Tally confirmations;
  private final EmbeddedActiveMQ broker;
  private final ServerLocator locator;
  private final ClientSessionFactory factory;
  private final ClientSession sending;
  private final ClientSession receiving;
  private final ClientProducer producer;

  ArtemisPair(Conditions conditions, Tally effects, Tally confirmations) throws Exception {
    window = conditions.window();
    this.effects = effects;
    this.confirmations = confirmations;
    Configuration configuration = new ConfigurationImpl()
        .setPersistenceEnabled(false)
        .setSecurityEnabled(false)
        .setJMXManagementEnabled(false)
        .addAcceptorConfiguration("in-vm", URL);
    broker = new EmbeddedActiveMQ().setConfiguration(configuration);
    broker.start();
    locator = ActiveMQClient.createServerLocator(URL)
        .setConfirmationWindowSize(CONFIRMATION_WINDOW)
        .setBlockOnNonDurableSend(false);
    factory = locator.createSessionFactory();
    sending = factory.createSession(true, true);
    receiving = factory.createSession(true, true);
    sending.createQueue(
        QueueConfiguration.of(QUEUE).setRoutingType(RoutingType.ANYCAST).setDurable(false));
    producer = sending.createProducer(QUEUE);
    receiving.createConsumer(QUEUE).setMessageHandler(message -> receive(message, effects));
    receiving.start();
    sending.start();
  }

  private static void receive(ClientMessage message, Tally effects) {
    effects.add(message.getBodyBuffer().readLong());
    try {
      message.acknowledge();
    } catch (ActiveMQException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public boolean trySend(long number) {
    // The confirmation says that the queue has it; it is done when it has taken effect, too.
    if (number - Math.min(confirmations.count(), effects.count()) >= window) {
      return false;
    }
    ClientMessage message = sending.createMessage(false);
    message.getBodyBuffer().writeLong(number);
    message.putBytesProperty(
        Message.HDR_DUPLICATE_DETECTION_ID,
        ByteBuffer.allocate(Long.BYTES).putLong(number).array());
    try {
      producer.send(message, sent -> confirmations.add(number));
    } catch (ActiveMQException e) {
      throw new IllegalStateException(e);
    }
    return true;
  }

  @Override
  public void close() throws Exception {
    sending.close();
    receiving.close();
    factory.close();
    locator.close();
    broker.stop();
  }
}
