package io.gantry.daemon.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gantry.api.Operation;
import io.gantry.api.StatusCode;
import io.gantry.client.transport.Message;
import io.gantry.client.transport.MessageChannel;
import io.gantry.daemon.event.EventBroadcast;
import io.gantry.daemon.failure.DaemonException;
import io.gantry.daemon.failure.FailureCategory;
import io.gantry.daemon.id.Ids;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
final class BackgroundOperationsTest {
    private static final Duration FOR_EVER = Duration.ofSeconds(-1);
    private static final OperationPlan PLAN = OperationPlan.onInstance("Working", "c1");

    private final BackgroundOperations operations = new BackgroundOperations(
            new EventBroadcast(InstantSource.system()), InstantSource.system(), new Ids(new Random()));

    @AfterEach
    void close() {
        operations.close();
    }

    private Operation ended(Operation begun) throws InterruptedException {
        BackgroundOperation operation = operations.find(begun.id());
        operation.await(FOR_EVER);
        return operation.view();
    }

    @Test
    void workThatIsDoneIsASuccessAndStaysReadable() throws InterruptedException {
        Operation begun = operations.start(PLAN, context -> context.publish(Map.of("progress", "all")));

        assertThat(begun.statusCode()).isEqualTo(StatusCode.RUNNING.code());
        Operation ended = ended(begun);
        assertThat(ended.statusCode()).isEqualTo(StatusCode.SUCCESS.code());
        assertThat(ended.metadata()).containsEntry("progress", "all");
        assertThat(operations.list()).isEmpty();
    }

    @Test
    void aFailureIsToldInOneLine() throws InterruptedException {
        Operation ended = ended(operations.start(PLAN, _ -> {
            throw DaemonException.invalid("c1 is running");
        }));

        assertThat(ended.statusCode()).isEqualTo(StatusCode.FAILURE.code());
        assertThat(ended.err()).isEqualTo("c1 is running");
    }

    @Test
    void onlyWhatPermitsItIsCancelled() throws InterruptedException {
        var holds = new CountDownLatch(1);
        Operation firm = operations.start(PLAN, _ -> holds.await());
        assertThatThrownBy(() -> operations.find(firm.id()).cancel()).hasMessageContaining("can't be cancelled");
        Operation willing = operations.start(PLAN.cancellable(), _ -> holds.await());
        operations.find(willing.id()).cancel();

        assertThat(ended(willing).statusCode()).isEqualTo(StatusCode.CANCELLED.code());
        assertThatThrownBy(() -> operations.find(willing.id()).cancel()).hasMessageContaining("has ended");
        holds.countDown();
        assertThat(ended(firm).statusCode()).isEqualTo(StatusCode.SUCCESS.code());
    }

    @Test
    void waitingEndsAtItsLimitToo() throws InterruptedException {
        var holds = new CountDownLatch(1);
        Operation operation = operations.start(PLAN, _ -> holds.await());

        assertThat(operations.find(operation.id()).await(Duration.ZERO)).isFalse();
        holds.countDown();
        assertThat(operations.find(operation.id()).await(FOR_EVER)).isTrue();
    }

    @Test
    void aSecretOpensItsChannelOnce() throws InterruptedException {
        var connected = new CountDownLatch(1);
        Operation operation = operations.offer(PLAN, List.of("control", "fs"), (_, channels) -> {
            channels.await("control", Duration.ofSeconds(20));
            connected.await();
        });
        BackgroundOperation found = operations.find(operation.id());
        String secret = secretOf(operation, "control");
        assertThat(secret).matches("[0-9a-f]{64}").isNotEqualTo(secretOf(operation, "fs"));

        for (String wrong : List.of("", "wrong", secret.substring(1), secret + "0")) {
            assertForbidden(found, wrong);
        }
        assertThat(found.takeChannel(secret)).isEqualTo("control");
        assertForbidden(found, secret);
        var channel = new Channel();
        Thread serving = Thread.ofVirtual().start(() -> serve(found, channel));
        connected.countDown();
        assertThat(ended(operation).statusCode()).isEqualTo(StatusCode.SUCCESS.code());
        serving.join();
        assertThat(channel.isClosed.getCount()).isZero();
        assertForbidden(found, secretOf(operation, "fs"));
    }

    private static String secretOf(Operation operation, String channel) {
        Map<String, Object> metadata = operation.metadata();
        return metadata == null ? "" : String.valueOf(metadata.get(channel));
    }

    private static void serve(BackgroundOperation operation, MessageChannel channel) {
        try {
            operation.serve("control", channel);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void assertForbidden(BackgroundOperation operation, String secret) {
        assertThatThrownBy(() -> operation.takeChannel(secret))
                .isInstanceOfSatisfying(
                        DaemonException.class,
                        refusal -> assertThat(refusal.category()).isEqualTo(FailureCategory.FORBIDDEN));
    }

    @Test
    void anOfferThatNobodyTakesFails() throws InterruptedException {
        Operation operation = operations.offer(PLAN, List.of("0"), (_, channels) -> channels.await("0", Duration.ZERO));

        assertThat(ended(operation).err()).contains("nobody connected");
    }

    @Test
    void aTokenIsUsedOnce() {
        var plan = new OperationPlan("Image download token", Map.of("images", List.of("/1.0/images/f")));
        Operation token = operations.token(plan, Map.of("secret", "s"), Duration.ofMinutes(1));

        assertThat(token.operationClass()).isEqualTo("token");
        assertThat(operations.useToken("/1.0/images/other", "s")).isFalse();
        assertThat(operations.useToken("/1.0/images/f", "t")).isFalse();
        assertThat(operations.useToken("/1.0/images/f", "s")).isTrue();
        assertThat(operations.useToken("/1.0/images/f", "s")).isFalse();
    }

    @Test
    void closingInterruptsWhatGoesOnAndTakesNothingNew() throws InterruptedException {
        var undone = new CountDownLatch(1);
        operations.start(PLAN, _ -> {
            try {
                new CountDownLatch(1).await();
            } finally {
                undone.countDown();
            }
        });

        operations.close();

        assertThat(undone.getCount()).isZero();
        assertThatThrownBy(() -> operations.start(PLAN, _ -> {})).hasMessageContaining("shutting down");
    }

    private static final class Channel implements MessageChannel {
        private final CountDownLatch isClosed = new CountDownLatch(1);

        @Override
        public Message receive() {
            return new Message.Closed(1000, "");
        }

        @Override
        public void sendText(String text) {}

        @Override
        public void sendBinary(ByteBuffer data) {}

        @Override
        public void close() {
            isClosed.countDown();
        }
    }
}
