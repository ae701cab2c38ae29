package io.polargosling.queue.ymq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.SqsException;

/** What the client makes of answers that ElasticMQ does not give. */
class YmqClientTest {

    private final Queue<Scripted> answers = new ConcurrentLinkedQueue<>();
    private final Queue<String> bodies = new ConcurrentLinkedQueue<>();

    // Set before each test.
    @SuppressWarnings("NullAway.Init")
    private HttpServer server;

    @SuppressWarnings("NullAway.Init")
    private YmqClient client;

    private record Scripted(int status, String body) {}

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            bodies.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            var answer = answers.size() > 1 ? answers.remove() : answers.element();
            var bytes = answer.body().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(answer.status(), bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
        server.start();
        client = YmqClient.of(
                URI.create("http://127.0.0.1:" + server.getAddress().getPort()),
                Region.of("ru-central1"),
                StaticCredentialsProvider.create(AwsBasicCredentials.create("id", "the-secret-key")));
    }

    @AfterEach
    void stop() {
        client.close();
        server.stop(0);
    }

    private static Scripted error(int status, String code) {
        return new Scripted(
                status,
                "<?xml version=\"1.0\"?><ErrorResponse><Error><Type>Sender</Type><Code>" + code
                        + "</Code><Message>as told</Message></Error></ErrorResponse>");
    }

    @ParameterizedTest
    @CsvSource({
        "AWS.SimpleQueueService.NonExistentQueue, QueueDoesNotExistException",
        "QueueDoesNotExist, QueueDoesNotExistException",
        "QueueAlreadyExists, QueueNameExistsException",
        "ReceiptHandleIsInvalid, ReceiptHandleIsInvalidException",
        "AWS.SimpleQueueService.MessageNotInflight, MessageNotInflightException",
        "InvalidMessageContents, InvalidMessageContentsException",
        "OverLimit, OverLimitException",
        "AWS.SimpleQueueService.TooManyEntriesInBatchRequest, TooManyEntriesInBatchRequestException",
        "AWS.SimpleQueueService.BatchRequestTooLong, BatchRequestTooLongException",
        "AccessDenied, SqsException"
    })
    void refusal_named_isTheExceptionOfTheSdk(String code, String exception) {
        answers.add(error(400, code));

        assertThatExceptionOfType(CompletionException.class)
                .isThrownBy(() -> client.getQueueUrl(r -> r.queueName("x")).join())
                .havingCause()
                .isInstanceOfSatisfying(SqsException.class, refusal -> {
                    assertThat(refusal.getClass().getSimpleName()).isEqualTo(exception);
                    assertThat(refusal.statusCode()).isEqualTo(400);
                    assertThat(refusal.awsErrorDetails().errorCode()).isEqualTo(code);
                    assertThat(refusal.getMessage()).contains("as told").doesNotContain("the-secret-key");
                });
        assertThat(bodies).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"500, InternalFailure", "503, ServiceUnavailable", "400, ThrottlingException", "429, TooMany"})
    void failure_passing_isTriedAgain(int status, String code) {
        answers.add(error(status, code));
        answers.add(new Scripted(502, "<html>not for programs"));
        answers.add(new Scripted(
                200,
                "<GetQueueUrlResponse><GetQueueUrlResult><QueueUrl>u</QueueUrl></GetQueueUrlResult>"
                        + "</GetQueueUrlResponse>"));

        assertThat(client.getQueueUrl(r -> r.queueName("x")).join().queueUrl()).isEqualTo("u");
        assertThat(bodies).hasSize(3).containsOnly("Action=GetQueueUrl&Version=2012-11-05&QueueName=x");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "no xml",
                "<a><b></a>",
                "<!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/hostname\">]><a>&x;</a>",
                "<!DOCTYPE a [<!ENTITY x \"yyyyyyyyyy\"><!ENTITY z \"&x;&x;&x;\">]><a>&z;</a>"
            })
    void answer_noneOfAQueue_isAClientFailure(String body) {
        answers.add(new Scripted(200, body));

        assertThatExceptionOfType(CompletionException.class)
                .isThrownBy(() -> client.getQueueUrl(r -> r.queueName("x")).join())
                .withCauseInstanceOf(SdkClientException.class);
        assertThat(bodies).hasSize(1);
    }

    @Test
    void answer_deeperThanAny_isAClientFailure() {
        answers.add(new Scripted(200, "<a>".repeat(10_000) + "</a>".repeat(10_000)));

        assertThatExceptionOfType(CompletionException.class)
                .isThrownBy(() -> client.getQueueUrl(r -> r.queueName("x")).join())
                .withCauseInstanceOf(SdkClientException.class);
    }

    @Test
    void server_gone_isAClientFailure() {
        server.stop(0);

        assertThatExceptionOfType(CompletionException.class)
                .isThrownBy(() -> client.getQueueUrl(r -> r.queueName("x")).join())
                .withCauseInstanceOf(SdkClientException.class);
    }

    @Test
    void sendMessageBatch_someRefused_tellsWhich() {
        answers.add(new Scripted(200, """
                <SendMessageBatchResponse xmlns="http://queue.amazonaws.com/doc/2012-11-05/"><SendMessageBatchResult>
                <SendMessageBatchResultEntry><Id>0</Id><MessageId>m</MessageId></SendMessageBatchResultEntry>
                <BatchResultErrorEntry><Id>1</Id><Code>InternalError</Code><SenderFault>true</SenderFault>
                </BatchResultErrorEntry></SendMessageBatchResult></SendMessageBatchResponse>"""));

        var answer = client.sendMessageBatch(r -> r.queueUrl("u")
                        .entries(List.of(
                                SendMessageBatchRequestEntry.builder()
                                        .id("0")
                                        .messageBody("a & b")
                                        .build(),
                                SendMessageBatchRequestEntry.builder()
                                        .id("1")
                                        .messageBody("ü")
                                        .delaySeconds(3)
                                        .build())))
                .join();

        assertThat(answer.successful())
                .singleElement()
                .satisfies(entry -> assertThat(entry.id()).isEqualTo("0"));
        assertThat(answer.failed()).singleElement().satisfies(entry -> {
            assertThat(entry.id()).isEqualTo("1");
            assertThat(entry.code()).isEqualTo("InternalError");
            assertThat(entry.senderFault()).isTrue();
        });
        assertThat(bodies)
                .containsExactly("Action=SendMessageBatch&Version=2012-11-05&QueueUrl=u"
                        + "&SendMessageBatchRequestEntry.1.Id=0&SendMessageBatchRequestEntry.1.MessageBody=a+%26+b"
                        + "&SendMessageBatchRequestEntry.2.Id=1&SendMessageBatchRequestEntry.2.MessageBody=%C3%BC"
                        + "&SendMessageBatchRequestEntry.2.DelaySeconds=3");
    }

    @Test
    void receiveMessage_longBodyOfEntities_isReadWhole() {
        int length = 250_000;
        answers.add(new Scripted(
                200,
                "<ReceiveMessageResponse><ReceiveMessageResult><Message><MessageId>m</MessageId><ReceiptHandle>r"
                        + "</ReceiptHandle><Body>" + "&quot;".repeat(length) + "</Body><Attribute><Name>"
                        + "ApproximateReceiveCount</Name><Value>4</Value></Attribute><MessageAttribute><Name>why</Name>"
                        + "<Value><DataType>String</DataType><StringValue>so</StringValue></Value></MessageAttribute>"
                        + "</Message></ReceiveMessageResult></ReceiveMessageResponse>"));

        var messages = client.receiveMessage(r -> r.queueUrl("u")
                        .waitTimeSeconds(1)
                        .messageSystemAttributeNames(MessageSystemAttributeName.ALL)
                        .messageAttributeNames("why"))
                .join()
                .messages();

        assertThat(messages).singleElement().satisfies(message -> {
            assertThat(message.body()).isEqualTo("\"".repeat(length));
            assertThat(message.attributes())
                    .isEqualTo(Map.of(MessageSystemAttributeName.APPROXIMATE_RECEIVE_COUNT, "4"));
            assertThat(message.messageAttributes())
                    .isEqualTo(Map.of(
                            "why",
                            MessageAttributeValue.builder()
                                    .dataType("String")
                                    .stringValue("so")
                                    .build()));
        });
        assertThat(bodies)
                .containsExactlyElementsOf(
                        List.of("Action=ReceiveMessage&Version=2012-11-05&QueueUrl=u&WaitTimeSeconds=1"
                                + "&AttributeName.1=All&MessageAttributeName.1=why"));
    }
}
