package io.polargosling.worker.tofu;

import static org.assertj.core.api.Assertions.assertThat;

import io.polargosling.domain.run.FailureCause;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FailureTextsTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            NO_CAPACITY  | creating EC2 Instance: operation error EC2: RunInstances, https response error StatusCode: 500, RequestID: 1, api error InsufficientInstanceCapacity: We currently do not have sufficient t3.large capacity in the Availability Zone you requested (eu-west-1a).
            NO_CAPACITY  | api error Unsupported: Your requested instance type (t4g.large) is not supported in your requested Availability Zone (us-east-1e).
            NO_CAPACITY  | Error while requesting API to create instance: server-request-id = 1 rpc error: code = ResourceExhausted desc = Not enough resources in zone ru-central1-a
            NO_CAPACITY  | RESOURCE:CPU, service runner was unable to place a task: Capacity is unavailable at this time.
            QUOTA        | api error VcpuLimitExceeded: You have requested more vCPU capacity than your current vCPU limit of 32 allows
            QUOTA        | api error MaxSpotInstanceCountExceeded: Max spot instance count exceeded
            QUOTA        | rpc error: code = ResourceExhausted desc = Quota limit compute.instances.count exceeded
            QUOTA        | rpc error: code = ResourceExhausted desc = The limit on maximum number of instances has exceeded.
            THROTTLED    | api error RequestLimitExceeded: Request limit exceeded.
            THROTTLED    | api error ThrottlingException: Rate exceeded
            CREDENTIALS  | api error UnauthorizedOperation: You are not authorized to perform this operation. Encoded authorization failure message: abc
            CREDENTIALS  | rpc error: code = PermissionDenied desc = Permission denied to resource-manager.folder b1g
            CREDENTIALS  | rpc error: code = Unauthenticated desc = The token is invalid
            CREDENTIALS  | No valid credential sources found: failed to refresh cached credentials
            CREDENTIALS  | api error InvalidClientTokenId: The security token included in the request is invalid.
            IMAGE        | api error InvalidAMIID.NotFound: The image id '[ami-0abc]' does not exist
            IMAGE        | rpc error: code = NotFound desc = Image fd8abc not found
            IMAGE        | Your query returned no results. Please change your search criteria and try again.
            NETWORK      | Post "https://ec2.eu-west-1.amazonaws.com/": dial tcp 10.0.0.1:443: connect: connection refused
            NETWORK      | dial tcp: lookup compute.api.cloud.yandex.net: no such host
            NETWORK      | rpc error: code = Unavailable desc = upstream connect error
            NETWORK      | rpc error: code = DeadlineExceeded desc = context deadline exceeded
            TIMEOUT      | waiting for EC2 Instance (i-1) create: timeout while waiting for state to become 'running' (last state: 'pending', timeout: 10m0s)
            LOCKED       | Error acquiring the state lock: resource temporarily unavailable
            TEMPLATE     | Invalid value for variable: The memory must be a whole number of GB.
            TEMPLATE     | Unsupported argument: An argument named "foo" is not expected here.
            TEMPLATE     | Reference to undeclared resource: A managed resource "a" "b" has not been declared
            HOST         | Failed to save state: Error saving state: write terraform.tfstate: no space left on device
            HOST         | Failed to save state: write terraform.tfstate: disk quota exceeded
            HOST         | fork/exec provider: cannot allocate memory
            OTHER        | local-exec provisioner error: exit status 1
            """)
    void causeOf_whatCloudsSay_isTold(FailureCause cause, String text) {
        assertThat(FailureTexts.causeOf(text)).isEqualTo(cause);
    }

    @Test
    void asksForInit_workspaceOfAnotherKind_does() {
        assertThat(FailureTexts.asksForInit("Module not installed: run \"tofu init\" to install all modules"))
                .isTrue();
        assertThat(FailureTexts.asksForInit("connection refused")).isFalse();
    }
}
