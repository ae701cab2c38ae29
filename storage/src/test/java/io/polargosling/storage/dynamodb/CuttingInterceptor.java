package io.polargosling.storage.dynamodb;

import io.polargosling.testkit.contract.Faults;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.SdkResponse;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.services.dynamodb.model.DeleteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;

/** Cuts a call that writes, before it is sent or after it has arrived, where a suite says so. */
final class CuttingInterceptor implements ExecutionInterceptor {

    private final Faults faults;

    CuttingInterceptor(Faults faults) {
        this.faults = faults;
    }

    @Override
    public void beforeExecution(Context.BeforeExecution context, ExecutionAttributes attributes) {
        strike(context.request());
    }

    @Override
    public SdkResponse modifyResponse(Context.ModifyResponse context, ExecutionAttributes attributes) {
        strike(context.request());
        return context.response();
    }

    private void strike(SdkRequest request) {
        boolean writes = request instanceof TransactWriteItemsRequest
                || request instanceof UpdateItemRequest
                || request instanceof PutItemRequest
                || request instanceof DeleteItemRequest;
        if (writes && faults.strikes()) {
            throw SdkClientException.create("cut by a test");
        }
    }
}
