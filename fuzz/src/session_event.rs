//! Events of the signup dialog.

use gangway_meta::SessionEvent;

pub(crate) fn check(input: &[u8]) {
    let Ok(text) = std::str::from_utf8(input) else {
        return;
    };
    let Ok(event) = SessionEvent::parse(text) else {
        return;
    };
    let quoted = serde_json::to_string(text).expect("a text");
    // Quoted once at most: a text that is quoted already would be so twice.
    if quoted.len() <= 8 * 1024 && text.trim_start().starts_with('{') {
        assert_eq!(SessionEvent::parse(&quoted).as_ref(), Ok(&event));
    }
    match event {
        SessionEvent::Cancelled { step } => assert!(is_word(step.as_deref())),
        SessionEvent::Reported {
            error_code,
            message,
            session_id,
        } => {
            assert!(is_word(error_code.as_deref()) && is_word(session_id.as_deref()));
            assert!(message.is_none_or(|message| {
                message.chars().count() <= 300 && !message.chars().any(char::is_control)
            }));
        }
        SessionEvent::Other(name) => assert!(is_word(Some(&name))),
        SessionEvent::Finish { .. } | SessionEvent::Error => {}
    }
}

fn is_word(word: Option<&str>) -> bool {
    word.is_none_or(|word| (1..=64).contains(&word.len()) && word.is_ascii())
}
