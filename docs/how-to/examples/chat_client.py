#!/usr/bin/env python3
"""A client of the chat in another language: logs in, sends, reads, listens, and retries as it should.

Usage: chat_client.py HOST:PORT NAME PASSWORD      (the stubs of chat.v1 have to be on PYTHONPATH)
"""

import base64
import os
import sys

import grpc
from google.rpc import error_details_pb2
from grpc_status import rpc_status

from chat.v1 import account_pb2, account_pb2_grpc, chat_pb2, chat_pb2_grpc


def reason(error):
    """The reason of domain "chat" in an error; None where the connection broke."""
    status = rpc_status.from_call(error)
    for detail in status.details if status else ():
        info = error_details_pb2.ErrorInfo()
        if detail.Unpack(info) and info.domain == "chat":
            return info.reason
    return None


def exactly_once(call, request, **options):
    """Repeats a change under its own request id until an answer settles it."""
    while True:
        try:
            return call(request, timeout=10, **options)
        except grpc.RpcError as error:
            settled = error.code() not in (
                grpc.StatusCode.UNAVAILABLE,
                grpc.StatusCode.ABORTED,
                grpc.StatusCode.DEADLINE_EXCEEDED,
            )
            if settled:
                raise


def main(address, name, password):
    channel = grpc.insecure_channel(address)
    accounts = account_pb2_grpc.AccountServiceStub(channel)
    chat = chat_pb2_grpc.ChatServiceStub(channel)

    try:
        exactly_once(
            accounts.Register,
            account_pb2.RegisterRequest(request_id=os.urandom(16), name=name, password=password),
        )
    except grpc.RpcError as error:
        if reason(error) != "NAME_TAKEN":
            raise

    token = os.urandom(32)  # The client makes its session's token: a retried login is the same session.
    exactly_once(
        accounts.Login,
        account_pb2.LoginRequest(
            request_id=os.urandom(16),
            name=name,
            password=password,
            session_token=token,
            client="a Python example",
        ),
    )
    bearer = base64.urlsafe_b64encode(token).decode().rstrip("=")
    session = [("authorization", "Bearer " + bearer)]

    message = chat_pb2.SendRequest(request_id=os.urandom(16), to=name, text="a note to myself")
    first = exactly_once(chat.Send, message, metadata=session)
    again = exactly_once(chat.Send, message, metadata=session)
    assert again.seq == first.seq and again.commit.replayed

    for event in chat.Subscribe(chat_pb2.SubscribeRequest(from_start=True), metadata=session):
        kind = event.WhichOneof("event")
        if kind == "message":
            print(f"{event.message.id}: {event.message.text}")
        elif kind == "caught_up":
            break  # What comes from here on is new; event.cursor is where to go on.

    try:
        chat.Send(
            chat_pb2.SendRequest(request_id=os.urandom(16), to="nobody-here", text="hello?"),
            metadata=session,
        )
    except grpc.RpcError as error:
        print(f"refused: {error.code().name} {reason(error)}")

    exactly_once(
        accounts.Logout, account_pb2.LogoutRequest(request_id=os.urandom(16)), metadata=session
    )


if __name__ == "__main__":
    if len(sys.argv) != 4:
        sys.exit(__doc__)
    main(*sys.argv[1:])
