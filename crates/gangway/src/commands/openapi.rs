//! `gangway openapi`: the API document, as it is served and committed.

pub(super) fn run() -> anyhow::Result<()> {
    super::output::line(gangway_api::openapi_json().trim_end())
}
