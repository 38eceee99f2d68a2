// Judges messages on standard input with the library of npm, as a partner's server would.

const { Webhook, WebhookVerificationError } = require("standardwebhooks");

function judge({ secret, headers, body }) {
  try {
    return new Webhook(secret).verify(Buffer.from(body), headers).id;
  } catch (error) {
    if (error instanceof WebhookVerificationError) return error.message;
    throw error;
  }
}

const messages = JSON.parse(require("node:fs").readFileSync(0, "utf8"));
process.stdout.write(JSON.stringify(messages.map(judge)));
