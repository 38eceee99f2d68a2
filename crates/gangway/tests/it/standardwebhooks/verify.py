"""Judges messages on standard input with the library of PyPI, as a partner's server would."""

import json
import sys

from standardwebhooks import Webhook, WebhookVerificationError


def judge(message):
    try:
        event = Webhook(message["secret"]).verify(message["body"].encode(), message["headers"])
    except WebhookVerificationError as error:
        return str(error)
    return event["id"]


json.dump([judge(message) for message in json.load(sys.stdin)], sys.stdout)
