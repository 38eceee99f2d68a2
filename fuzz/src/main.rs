//! One input for every reader of what Meta or a browser sends: a delivery of webhooks, its
//! signature, and an event of the signup dialog. What must hold is asserted beside each.

#![no_main]

mod session_event;
mod signature;
mod webhook;

use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: &[u8]| {
    webhook::check(input);
    signature::check(input);
    session_event::check(input);
});
