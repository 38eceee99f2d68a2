//! Somebody who signs in to the demo's dashboard.

use super::memory::{DemoOperator, Memory};
use crate::server::RunningServer;
use anyhow::Context;
use gangway_app::{NewcomerDetails, Password};
use gangway_domain::{Email, Text, alphanumeric};

const EMAIL: &str = "operator@example.com";
const PASSWORD_LENGTH: usize = 16;

/// Makes the operator at the first start, and remembers her password for the next ones.
pub(super) async fn seed(server: &RunningServer, memory: &Memory) -> anyhow::Result<DemoOperator> {
    let mut remembered = memory.read()?.unwrap_or_default();
    let Some(link) = server.app.first_operator().await? else {
        let unknown = "the demo's operator is not remembered; start with another --data";
        return remembered.operator.context(unknown);
    };
    let operator = DemoOperator {
        email: EMAIL.to_owned(),
        password: alphanumeric(server.app.rng(), PASSWORD_LENGTH),
    };
    // Written down first: a start that is cut short here is taken up by the next one.
    remembered.operator = Some(operator.clone());
    memory.write(&remembered)?;
    let newcomer = NewcomerDetails {
        email: Email::parse("email", EMAIL)?.context("the demo's operator has no address")?,
        name: Text::required("name", "Demo Operator")?,
        password: Password::new(&operator.password, EMAIL)?,
        language: None,
    };
    let address = None;
    server
        .app
        .join_new(link.secret.expose(), newcomer, address)
        .await?;
    Ok(operator)
}
