"""What schemathesis cannot read in the document: our own formats, and rules between fields."""

import os

import schemathesis
from hypothesis import strategies as st

# Latin and Hebrew letters, accents that combine, characters outside the first plane: never a control character.
LETTERS = "abz AZ09 .,;:!?&/<>'\"%+-_()@#אבת שלום éñü e\u0301 漢字 😀"
schemathesis.openapi.format("line", st.text(alphabet=LETTERS, min_size=1, max_size=50).filter(str.strip))

# Numbers that a numbering plan has, as people write them.
digits = st.integers(min_value=0, max_value=9_999_999).map(lambda n: f"{n:07}")
schemathesis.openapi.format(
    "phone",
    st.one_of(
        digits.map(lambda d: f"97250{d}"),
        digits.map(lambda d: f"+972 52-{d[:3]}-{d[3:]}"),
        digits.map(lambda d: f"49151{d}"),
        digits.map(lambda d: f"97257{d}"),
    ),
)

word = st.text(alphabet="abcdefghijklmnopqrstuvwxyz0123456789", min_size=1, max_size=20)
schemathesis.openapi.format("email", st.builds("{}.{}+x@{}.example".format, word, word, word))
# Redirects may lead only to the hosts that the operator keeps for the partner.
schemathesis.openapi.format("uri", word.map("https://www.example.com/{}.png".format))
schemathesis.openapi.format("language-tag", st.sampled_from(["en", "he", "ar", "es", "pt-BR", "zh-Hant-TW", "gsw"]))


def satisfied(case):
    """Makes a valid request valid in what JSON Schema cannot say either."""
    name = case.operation.definition.raw["operationId"]
    body = case.body if isinstance(case.body, dict) else None
    if name == "setWebhook" and body is not None and str(body.get("url")).startswith("http"):
        # Nothing is sent to anybody's real address.
        body["url"] = os.environ["WEBHOOK"]
    logo = str((body or {}).get("onboarding_logo"))
    if logo.startswith("https://www.example.com/") and len(logo) <= 512:
        # Nor is anybody's real picture fetched.
        body["onboarding_logo"] = os.environ["LOGO"]
    if case.meta is not None and case.meta.generation.mode != schemathesis.GenerationMode.POSITIVE:
        return case
    if name == "accessToken" and body is not None:
        # Only a real credential gets a token.
        body.update(client_id=os.environ["PARTNER_CLIENT_ID"], client_secret=os.environ["PARTNER_CLIENT_SECRET"])
    if name == "createAccount" and body is not None:
        # With coexistence the customer picks the number; a temporary number is nobody's own.
        if body.get("coexistence") in (1, "1") or str(body.get("whatsapp")).startswith("97257"):
            body.pop("whatsapp", None)
    if name == "getAccounts" and "cursor" in case.query:
        # A cursor comes from an answer, and belongs to its order.
        case.query["cursor"] = os.environ["CURSOR"]
        case.query.pop("sort", None)
    if name.startswith("delete") and not ("whatsapp" in (body or {}) or "whatsapp" in case.query):
        # The number has to come one way or the other.
        case.query["whatsapp"] = "972501234567"
    if name in ("registerNumber", "verifyNumber", "deleteRegisteredNumber", "deleteWhatsApp"):
        # A temporary number is nobody's own, and the code of a number that waits for one is known to its owner only.
        for place in (body or {}, case.query):
            if "whatsapp" in place and (name == "verifyNumber" or str(place["whatsapp"]).startswith("97257")):
                place["whatsapp"] = "4930123457" if name == "verifyNumber" else "4930123456"
    if name == "getTimeline":
        # Made-up numbers are nobody's.
        case.query["whatsapp"] = os.environ["NUMBER"]
    if name == "setBusiness" and body is not None and body.get("onboarding_logo"):
        # Text that is not empty has to be the address of a picture.
        body["onboarding_logo"] = os.environ["LOGO"]
    if name == "setBusiness" and body is not None and (body.get("onboarding_color") or body.get("onboarding_text_color")):
        # Text upon a colour has to be readable.
        body["onboarding_color"] = body.get("onboarding_color") or "#0b5cd6"
        body["onboarding_text_color"] = ""
    if name == "setWebhook" and body is not None:
        # Text that is not empty has to be an address, and something has to be there.
        if body.get("url") or (body.get("email") is None and body.get("rotate_secret") not in (1, "1")):
            body["url"] = os.environ["WEBHOOK"]
        if body.get("email"):
            body["email"] = "ops@example.com"
    if name == "replayWebhook" and body is not None:
        # One of the two, and an event that there is.
        if body.get("event") is not None or body.get("since") is None:
            body["event"] = os.environ["EVENT"]
            body.pop("since", None)
    return case


@schemathesis.hook
def map_case(context, case):
    return satisfied(case)


@schemathesis.hook
def before_add_examples(context, examples):
    for case in examples:
        satisfied(case)
