//! The simulator against Meta's published OpenAPI file.
//!
//! The file is Meta's and not part of this repository: `GANGWAY_META_OPENAPI` names it. With it, every call below is
//! held against the file: path, parameters, body and answer. Without it, what is left is checked: that the calls are
//! complete and answered in Meta's two shapes.

mod calls;
mod openapi;

use std::collections::BTreeSet;

use calls::Recorded;
use openapi::OpenApi;

/// A place where Meta's file and Meta's documentation disagree, or where the file describes something else.
/// Each one must still be needed, so that the list cannot outlive the file it was written for.
struct Exception {
    /// Part of the finding's text that it excuses.
    finding: &'static str,
    reason: &'static str,
}

const EXCEPTIONS: &[Exception] = &[
    Exception {
        finding: "GET /{Version}/{WABA-ID}/phone_numbers answer /data/0/status",
        reason: "the file knows LINKED and UNLINKED; the reference of the number and live answers say CONNECTED",
    },
    Exception {
        finding: "parameter appsecret_proof is not in the file",
        reason: "the guide on secure requests has it on every call",
    },
    Exception {
        finding: "parameter display_phone_number is not in the file",
        reason: "the page on pre-verified numbers documents it as a filter",
    },
    Exception {
        finding: "preverified_numbers answer /data/0 \"display_phone_number\"",
        reason: "the page on pre-verified numbers and the SDKs call it phone_number",
    },
    Exception {
        finding: "preverified_numbers answer /data/0 \"verification_status\"",
        reason: "the page on pre-verified numbers and the SDKs call it code_verification_status",
    },
    Exception {
        finding: "{Pre-Verified-Phone-Number-ID} answer  \"is_input_id_valid\"",
        reason: "the file describes a check of ids there; the page on pre-verified numbers and the SDKs, the number",
    },
];

/// The paths of the file that the simulator serves, with the methods it serves.
const COVERED: &[(&str, &str)] = &[
    ("GET", "/{Version}/{WABA-ID}"),
    ("GET", "/{Version}/{WABA-ID}/phone_numbers"),
    ("GET", "/{Version}/{WABA-ID}/subscribed_apps"),
    ("POST", "/{Version}/{WABA-ID}/subscribed_apps"),
    ("DELETE", "/{Version}/{WABA-ID}/subscribed_apps"),
    ("GET", "/{Version}/{Phone-Number-ID}"),
    ("POST", "/{Version}/{Phone-Number-ID}"),
    ("POST", "/{Version}/{Phone-Number-ID}/register"),
    ("POST", "/{Version}/{Phone-Number-ID}/deregister"),
    ("POST", "/{Version}/{WABA-ID}/phone_numbers"),
    ("POST", "/{Version}/{Phone-Number-ID}/request_code"),
    ("POST", "/{Version}/{Phone-Number-ID}/verify_code"),
    ("POST", "/{Version}/{Business-ID}/add_phone_numbers"),
    ("GET", "/{Version}/{Business-ID}/preverified_numbers"),
    ("GET", "/{Version}/{Pre-Verified-Phone-Number-ID}"),
    ("DELETE", "/{Version}/{Pre-Verified-Phone-Number-ID}"),
    (
        "POST",
        "/{Version}/{Pre-Verified-Phone-Number-ID}/request_code",
    ),
    (
        "POST",
        "/{Version}/{Pre-Verified-Phone-Number-ID}/verify_code",
    ),
];

#[tokio::test]
async fn calls_and_answers_conform_to_metas_openapi_file() {
    let recorded = calls::record().await;
    complete(&recorded);
    let Some(path) = std::env::var_os("GANGWAY_META_OPENAPI") else {
        return;
    };
    let text = std::fs::read_to_string(&path).expect("GANGWAY_META_OPENAPI names no readable file");
    let openapi = OpenApi::read(&text);
    let findings: Vec<String> = recorded
        .iter()
        .flat_map(|call| openapi.check(call))
        .collect();

    let excused = |finding: &String| {
        EXCEPTIONS
            .iter()
            .any(|exception| finding.contains(exception.finding))
    };
    let unexcused: Vec<_> = findings
        .iter()
        .filter(|finding| !excused(finding))
        .collect();
    assert!(unexcused.is_empty(), "{unexcused:#?}");
    for exception in EXCEPTIONS {
        let needed = findings
            .iter()
            .any(|finding| finding.contains(exception.finding));
        assert!(
            needed,
            "no longer needed: {} ({})",
            exception.finding, exception.reason
        );
    }
}

/// Every covered call is there, once well and once refused, and every answer has one of Meta's two shapes.
fn complete(recorded: &[Recorded]) {
    for covered in COVERED {
        let answered = |well: bool| {
            recorded.iter().any(|call| {
                (call.method, call.template) == *covered && (call.status == 200) == well
            })
        };
        assert!(
            answered(true) && answered(false),
            "{covered:?} is not called well and refused"
        );
    }
    let called: BTreeSet<_> = recorded
        .iter()
        .map(|call| (call.method, call.template))
        .collect();
    assert_eq!(
        called.len(),
        COVERED.len(),
        "every recorded call is one of the covered ones"
    );
    for call in recorded {
        let names = call
            .template
            .split('/')
            .filter(|part| !part.is_empty())
            .count();
        assert_eq!(
            call.path.split('/').filter(|part| !part.is_empty()).count(),
            names,
            "{}",
            call.path
        );
        let error = &call.answer["error"];
        assert_eq!(call.status == 200, error.is_null(), "{}", call.answer);
        if call.status != 200 {
            assert!(
                error["code"].is_u64() && error["message"].is_string(),
                "{}",
                call.answer
            );
        }
    }
}
