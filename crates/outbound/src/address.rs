//! Which addresses are of the public internet, by the registries of special-purpose addresses
//! at IANA (iana-ipv4-special-registry, iana-ipv6-special-registry, ipv6-address-space).

use ipnet::{Ipv4Net, Ipv6Net};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// Networks of IPv4 that are not public, and what they are.
const V4: &[(Ipv4Net, &str)] = &[
    (v4([0, 0, 0, 0], 8), "of this host itself"),
    (v4([10, 0, 0, 0], 8), "private"),
    (v4([100, 64, 0, 0], 10), "shared by a carrier's customers"),
    (v4([127, 0, 0, 0], 8), "loopback"),
    // The metadata of Azure, on an address that is public elsewhere.
    (v4([168, 63, 129, 16], 32), "a cloud's metadata"),
    // With the metadata of most clouds.
    (v4([169, 254, 0, 0], 16), "link-local"),
    (v4([172, 16, 0, 0], 12), "private"),
    // With the metadata of Oracle's cloud.
    (v4([192, 0, 0, 0], 24), "for protocols only"),
    (v4([192, 0, 2, 0], 24), "for documentation only"),
    (v4([192, 88, 99, 0], 24), "a relay of 6to4"),
    (v4([192, 168, 0, 0], 16), "private"),
    (v4([198, 18, 0, 0], 15), "for benchmarks only"),
    (v4([198, 51, 100, 0], 24), "for documentation only"),
    (v4([203, 0, 113, 0], 24), "for documentation only"),
    (v4([224, 0, 0, 0], 4), "multicast"),
    // With the broadcast address.
    (v4([240, 0, 0, 0], 4), "reserved"),
];

/// All that is given out of IPv6 for the public internet so far.
const GLOBAL: Ipv6Net = v6([0x2000, 0, 0, 0, 0, 0, 0, 0], 3);

/// Networks in there that are not public.
const V6: &[(Ipv6Net, &str)] = &[
    // With Teredo, which leads to an IPv4 address.
    (v6([0x2001, 0, 0, 0, 0, 0, 0, 0], 23), "for protocols only"),
    (
        v6([0x2001, 0xdb8, 0, 0, 0, 0, 0, 0], 32),
        "for documentation only",
    ),
    // Leads to an IPv4 address.
    (v6([0x2002, 0, 0, 0, 0, 0, 0, 0], 16), "of 6to4"),
    (
        v6([0x2620, 0x4f, 0x8000, 0, 0, 0, 0, 0], 48),
        "for protocols only",
    ),
    (
        v6([0x3fff, 0, 0, 0, 0, 0, 0, 0], 20),
        "for documentation only",
    ),
];

/// IPv4 addresses as IPv6 writes them.
const MAPPED: Ipv6Net = v6([0, 0, 0, 0, 0, 0xffff, 0, 0], 96);
/// IPv4 addresses behind a translator.
const NAT64: Ipv6Net = v6([0x64, 0xff9b, 0, 0, 0, 0, 0, 0], 96);

const fn v4(octets: [u8; 4], prefix: u8) -> Ipv4Net {
    let [a, b, c, d] = octets;
    Ipv4Net::new_assert(Ipv4Addr::new(a, b, c, d), prefix)
}

const fn v6(segments: [u16; 8], prefix: u8) -> Ipv6Net {
    let [a, b, c, d, e, f, g, h] = segments;
    Ipv6Net::new_assert(Ipv6Addr::new(a, b, c, d, e, f, g, h), prefix)
}

/// What an address is, if it is not public.
pub(crate) fn not_public(address: IpAddr) -> Option<&'static str> {
    match plain(address) {
        IpAddr::V4(address) => what(V4, |net| net.contains(&address)),
        IpAddr::V6(address) if NAT64.contains(&address) => {
            not_public(IpAddr::V4(last_four(address)))
        }
        IpAddr::V6(address) if !GLOBAL.contains(&address) => Some(outside(address)),
        IpAddr::V6(address) => what(V6, |net| net.contains(&address)),
    }
}

/// An IPv4 address that IPv6 only writes in its own way, as IPv4.
pub(crate) fn plain(address: IpAddr) -> IpAddr {
    match address {
        IpAddr::V6(address) if MAPPED.contains(&address) => IpAddr::V4(last_four(address)),
        address => address,
    }
}

fn last_four(address: Ipv6Addr) -> Ipv4Addr {
    let [.., a, b, c, d] = address.octets();
    Ipv4Addr::new(a, b, c, d)
}

fn what<N>(table: &[(N, &'static str)], contains: impl Fn(&N) -> bool) -> Option<&'static str> {
    let found = table.iter().find(|(net, _)| contains(net));
    found.map(|(_, what)| *what)
}

fn outside(address: Ipv6Addr) -> &'static str {
    if address.is_loopback() {
        "loopback"
    } else if address.is_unspecified() {
        "of this host itself"
    } else if address.is_unique_local() {
        "private"
    } else if address.is_unicast_link_local() {
        "link-local"
    } else if address.is_multicast() {
        "multicast"
    } else {
        "reserved"
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn public_addresses_are_public() {
        for public in [
            "1.1.1.1",
            "9.255.255.255",
            "11.0.0.0",
            "100.63.255.255",
            "100.128.0.0",
            "126.255.255.255",
            "128.0.0.0",
            "168.63.129.15",
            "172.15.255.255",
            "172.32.0.0",
            "192.0.1.0",
            "192.167.255.255",
            "198.17.255.255",
            "198.20.0.0",
            "223.255.255.255",
            "2606:4700:4700::1111",
            "2001:200::1",
            "2a00:1450:4001::1",
            "3ffe:ffff::1",
            "::ffff:1.1.1.1",
            "64:ff9b::1.1.1.1",
        ] {
            assert_eq!(not_public(public.parse().unwrap()), None, "{public}");
        }
    }

    #[test]
    fn all_others_are_not() {
        for (address, what) in [
            ("0.0.0.0", "of this host itself"),
            ("0.1.2.3", "of this host itself"),
            ("10.1.2.3", "private"),
            ("100.100.100.200", "shared by a carrier's customers"),
            ("127.0.0.1", "loopback"),
            ("127.255.255.255", "loopback"),
            ("168.63.129.16", "a cloud's metadata"),
            ("169.254.169.254", "link-local"),
            ("172.16.0.1", "private"),
            ("172.31.255.255", "private"),
            ("192.0.0.192", "for protocols only"),
            ("192.0.2.1", "for documentation only"),
            ("192.88.99.1", "a relay of 6to4"),
            ("192.168.1.1", "private"),
            ("198.19.255.255", "for benchmarks only"),
            ("198.51.100.1", "for documentation only"),
            ("203.0.113.1", "for documentation only"),
            ("224.0.0.1", "multicast"),
            ("255.255.255.255", "reserved"),
            ("::", "of this host itself"),
            ("::1", "loopback"),
            ("::7f00:1", "reserved"),
            ("64:ff9b:1::1", "reserved"),
            ("100::1", "reserved"),
            ("2001::1", "for protocols only"),
            ("2001:db8::1", "for documentation only"),
            ("2002:7f00:1::", "of 6to4"),
            ("2620:4f:8000::1", "for protocols only"),
            ("3fff::1", "for documentation only"),
            ("5f00::1", "reserved"),
            ("fd00:ec2::254", "private"),
            ("fe80::1", "link-local"),
            ("fec0::1", "reserved"),
            ("ff02::1", "multicast"),
            ("::ffff:127.0.0.1", "loopback"),
            ("64:ff9b::7f00:1", "loopback"),
            ("64:ff9b::a9fe:a9fe", "link-local"),
        ] {
            assert_eq!(
                not_public(address.parse().unwrap()),
                Some(what),
                "{address}"
            );
        }
    }

    proptest! {
        #[test]
        fn an_ipv4_address_is_the_same_however_ipv6_writes_it(bits: u32) {
            let address = Ipv4Addr::from_bits(bits);
            let expected = not_public(address.into());
            prop_assert_eq!(not_public(address.to_ipv6_mapped().into()), expected);
            let [a, b] = [(bits >> 16) as u16, bits as u16];
            let translated = Ipv6Addr::new(0x64, 0xff9b, 0, 0, 0, 0, a, b);
            prop_assert_eq!(not_public(translated.into()), expected);
        }
    }
}
