//! Addresses that the operator allows although they are not public.

use crate::address::{not_public, plain};
use ipnet::IpNet;
use std::net::IpAddr;

/// An entry of the allow-list that does not read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is no address and no network; write it like 10.1.2.3 or 10.0.0.0/8")]
pub struct NoNetwork(String);

/// Nothing is sent to an address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{address} is {what}; the operator can allow it")]
pub struct Refused {
    address: IpAddr,
    what: &'static str,
}

impl Refused {
    /// The address.
    #[must_use]
    pub const fn address(&self) -> IpAddr {
        self.address
    }
}

/// Networks that may be called although they are not public.
#[derive(Debug, Clone, Default)]
pub struct Allowed(Vec<IpNet>);

impl Allowed {
    /// Reads addresses and networks.
    ///
    /// # Errors
    /// On the first that does not read.
    pub fn parse<'a>(entries: impl IntoIterator<Item = &'a str>) -> Result<Self, NoNetwork> {
        let network = |entry: &str| {
            let entry = entry.trim();
            let single = entry.parse::<IpAddr>().map(|one| IpNet::from(plain(one)));
            single
                .or_else(|_| entry.parse::<IpNet>())
                .map_err(|_| NoNetwork(entry.to_owned()))
        };
        let networks: Result<_, _> = entries.into_iter().map(network).collect();
        Ok(Self(networks?))
    }

    /// Whether an address may be called.
    pub(crate) fn judge(&self, address: IpAddr) -> Result<(), Refused> {
        let named = |net: &IpNet| net.contains(&address) || net.contains(&plain(address));
        match not_public(address) {
            Some(what) if !self.0.iter().any(named) => Err(Refused { address, what }),
            _ => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn allowed(entries: &[&str]) -> Allowed {
        Allowed::parse(entries.iter().copied()).unwrap()
    }

    #[test]
    fn only_what_is_named_is_allowed() {
        let allowed = allowed(&[
            "10.0.0.0/8",
            " 127.0.0.1 ",
            "fd00::/8",
            "::ffff:192.168.1.1",
        ]);
        for good in [
            "10.255.0.1",
            "127.0.0.1",
            "::ffff:127.0.0.1",
            "fd12::1",
            "192.168.1.1",
            "1.1.1.1",
        ] {
            assert_eq!(allowed.judge(good.parse().unwrap()), Ok(()), "{good}");
        }
        for bad in ["127.0.0.2", "169.254.169.254", "::1", "192.168.1.2"] {
            assert!(allowed.judge(bad.parse().unwrap()).is_err(), "{bad}");
        }
    }

    #[test]
    fn a_refusal_says_what_the_address_is() {
        let refused = Allowed::default().judge("169.254.169.254".parse().unwrap());
        assert_eq!(
            refused.unwrap_err().to_string(),
            "169.254.169.254 is link-local; the operator can allow it"
        );
    }

    #[test]
    fn an_entry_that_does_not_read_is_named() {
        for bad in ["10.0.0.0/33", "localhost", "", "10.0.0.0-10.0.0.9"] {
            let wrong = Allowed::parse([bad]).unwrap_err().to_string();
            assert!(wrong.contains(&format!("{bad:?}")), "{wrong}");
        }
    }
}
