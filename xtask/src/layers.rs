//! `cargo xtask check-layers`: the dependencies between our crates, against the plan.

use std::collections::BTreeSet;

use anyhow::{Context, Result, bail};
use serde_json::Value;

use crate::workspace::Workspace;

/// A crate of ours and the crates of ours that it may use.
struct Room {
    name: &'static str,
    may_use: &'static [&'static str],
}

/// The plan. `docs/ARCHITECTURE.md` says why; the two change together.
const PLAN: &[Room] = &[
    Room {
        name: "gangway",
        may_use: &[
            "gangway-api",
            "gangway-web",
            "gangway-dashboard",
            "gangway-client",
            "gangway-worker",
            "gangway-storage-sqlite",
            "gangway-storage-postgres",
            "gangway-meta-sim",
            "gangway-app",
            "gangway-storage",
            "gangway-meta",
            "gangway-outbound",
            "gangway-mail",
            "gangway-crypto",
            "gangway-domain",
        ],
    },
    Room {
        name: "gangway-api",
        may_use: &["gangway-app", "gangway-domain"],
    },
    Room {
        name: "gangway-dashboard",
        may_use: &[
            "gangway-app",
            "gangway-web",
            "gangway-page",
            "gangway-domain",
        ],
    },
    Room {
        name: "gangway-web",
        may_use: &["gangway-app", "gangway-page", "gangway-domain"],
    },
    Room {
        name: "gangway-page",
        may_use: &["gangway-domain"],
    },
    Room {
        name: "gangway-worker",
        may_use: &["gangway-app", "gangway-domain"],
    },
    Room {
        name: "gangway-app",
        may_use: &[
            "gangway-storage",
            "gangway-meta",
            "gangway-outbound",
            "gangway-mail",
            "gangway-crypto",
            "gangway-domain",
        ],
    },
    Room {
        name: "gangway-storage-sqlite",
        may_use: &["gangway-storage", "gangway-domain"],
    },
    Room {
        name: "gangway-storage-postgres",
        may_use: &["gangway-storage", "gangway-domain"],
    },
    Room {
        name: "gangway-storage",
        may_use: &["gangway-domain"],
    },
    Room {
        name: "gangway-meta",
        may_use: &["gangway-crypto", "gangway-domain"],
    },
    Room {
        name: "gangway-outbound",
        may_use: &["gangway-domain"],
    },
    Room {
        name: "gangway-mail",
        may_use: &["gangway-domain"],
    },
    Room {
        name: "gangway-crypto",
        may_use: &["gangway-domain"],
    },
    Room {
        name: "gangway-domain",
        may_use: &[],
    },
    Room {
        name: "gangway-client",
        may_use: &[],
    },
    Room {
        name: "gangway-meta-sim",
        may_use: &[],
    },
    Room {
        name: "gangway-testkit",
        may_use: &["gangway-client", "gangway-domain", "gangway-pg-cluster"],
    },
    Room {
        name: "gangway-bench",
        may_use: &["gangway-client", "gangway-pg-cluster"],
    },
    Room {
        name: "xtask",
        may_use: &["gangway-pg-cluster"],
    },
    Room {
        name: "gangway-pg-cluster",
        may_use: &[],
    },
];

/// What the tests of every room may use beside what the room itself may.
const FOR_TESTS: &[&str] = &["gangway-testkit", "gangway-meta-sim", "gangway-pg-cluster"];

/// One of our crates using another.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Edge {
    from: String,
    to: String,
    for_tests: bool,
}

/// Fails where a crate uses what the plan does not let it use.
pub(crate) fn run() -> Result<()> {
    let workspace = Workspace::load()?;
    let packages = workspace.packages()?;
    let names = names(packages)?;
    let edges = edges(packages, &names)?;
    let findings = findings(&names, &edges);
    if !findings.is_empty() {
        bail!(
            "the layers do not hold:\n  {}\nMove the code to a room that may use it, or change the plan in \
             xtask/src/layers.rs and docs/ARCHITECTURE.md with its reason.",
            findings.join("\n  ")
        );
    }
    println!(
        "xtask: layers hold: {} crates, {} dependencies between them",
        names.len(),
        edges.len()
    );
    Ok(())
}

fn names(packages: &[Value]) -> Result<BTreeSet<String>> {
    let name = |package: &Value| Some(package["name"].as_str()?.to_owned());
    packages
        .iter()
        .map(|package| name(package).context("`cargo metadata` names a package without a name"))
        .collect()
}

fn edges(packages: &[Value], names: &BTreeSet<String>) -> Result<Vec<Edge>> {
    let mut edges = Vec::new();
    for package in packages {
        let from = package["name"].as_str().unwrap_or_default();
        let dependencies = package["dependencies"].as_array();
        for dependency in dependencies
            .with_context(|| format!("`cargo metadata` lists no dependencies of {from}"))?
        {
            let to = dependency["name"].as_str().unwrap_or_default();
            if names.contains(to) && dependency["path"].is_string() {
                edges.push(Edge {
                    from: from.to_owned(),
                    to: to.to_owned(),
                    // A build dependency counts like a normal one: what it makes ends up in the crate.
                    for_tests: dependency["kind"] == "dev",
                });
            }
        }
    }
    Ok(edges)
}

fn findings(names: &BTreeSet<String>, edges: &[Edge]) -> Vec<String> {
    let strangers = names.iter().filter(|name| room(name).is_none());
    let strangers =
        strangers.map(|name| format!("{name} has no place in the plan: say what it may use"));
    strangers.chain(edges.iter().filter_map(finding)).collect()
}

/// What is wrong with an edge, if anything. An edge of a crate that the plan does not know is that crate's finding.
fn finding(edge: &Edge) -> Option<String> {
    let room = room(&edge.from)?;
    let to = edge.to.as_str();
    if room.may_use.contains(&to) || (edge.for_tests && FOR_TESTS.contains(&to)) {
        return None;
    }
    let Edge {
        from,
        to,
        for_tests,
    } = edge;
    let kind = if *for_tests {
        "dev-dependency"
    } else {
        "dependency"
    };
    let allowed = if room.may_use.is_empty() {
        "nothing of ours".to_owned()
    } else {
        room.may_use.join(", ")
    };
    let tests = if *for_tests {
        format!(", and in tests also {}", FOR_TESTS.join(", "))
    } else {
        String::new()
    };
    Some(format!(
        "{from} -> {to} ({kind}): {from} may use {allowed}{tests}"
    ))
}

fn room(name: &str) -> Option<&'static Room> {
    PLAN.iter().find(|room| room.name == name)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn edge(from: &str, to: &str, for_tests: bool) -> Edge {
        Edge {
            from: from.to_owned(),
            to: to.to_owned(),
            for_tests,
        }
    }

    #[test]
    fn an_edge_of_the_plan_is_no_finding() {
        for (from, to) in [
            ("gangway", "gangway-storage-sqlite"),
            ("gangway-api", "gangway-app"),
            ("gangway-app", "gangway-storage"),
            ("gangway-meta", "gangway-crypto"),
        ] {
            assert_eq!(finding(&edge(from, to, false)), None, "{from} -> {to}");
        }
    }

    #[test]
    fn a_forbidden_edge_is_named_with_what_is_allowed() {
        assert_eq!(
            finding(&edge("gangway-web", "gangway-storage", false)).unwrap(),
            "gangway-web -> gangway-storage (dependency): gangway-web may use gangway-app, gangway-page, gangway-domain"
        );
        assert_eq!(
            finding(&edge("gangway-client", "gangway-domain", false)).unwrap(),
            "gangway-client -> gangway-domain (dependency): gangway-client may use nothing of ours"
        );
    }

    #[test]
    fn the_testkit_the_simulator_and_the_cluster_are_for_tests_only() {
        for to in ["gangway-testkit", "gangway-meta-sim", "gangway-pg-cluster"] {
            assert_eq!(finding(&edge("gangway-app", to, true)), None);
            assert!(finding(&edge("gangway-app", to, false)).is_some());
        }
        assert!(
            PLAN.iter()
                .all(|room| !room.may_use.contains(&"gangway-testkit"))
        );
        assert!(finding(&edge("gangway-domain", "gangway-app", true)).is_some());
    }

    #[test]
    fn the_plan_names_only_rooms_that_it_knows_and_has_no_way_round() {
        // Each room may use only rooms further down the list, so no circle can be allowed. The testkit, the benchmarks
        // and the tasks stand apart: nothing uses them.
        for (position, this) in PLAN.iter().enumerate() {
            for used in this.may_use {
                let used_position = PLAN.iter().position(|room| room.name == *used);
                let used_position =
                    used_position.unwrap_or_else(|| panic!("{used} is not in the plan"));
                let stands_apart = matches!(this.name, "gangway-testkit" | "gangway-bench");
                assert!(
                    used_position > position || stands_apart,
                    "{} -> {used}",
                    this.name
                );
            }
        }
    }

    #[test]
    fn a_crate_that_the_plan_does_not_know_is_a_finding() {
        let names = BTreeSet::from(["gangway-attic".to_owned()]);
        let findings = findings(&names, &[edge("gangway-attic", "gangway-domain", false)]);
        assert_eq!(
            findings,
            ["gangway-attic has no place in the plan: say what it may use"]
        );
    }

    #[test]
    fn a_room_that_has_no_crate_yet_is_no_finding() {
        let names = BTreeSet::from(["gangway-domain".to_owned()]);
        assert_eq!(findings(&names, &[]), Vec::<String>::new());
    }

    #[test]
    fn edges_are_read_from_metadata_and_strangers_are_left_out() {
        let packages = [
            json!({"name": "gangway-app", "dependencies": [
                {"name": "gangway-domain", "path": "/x/domain", "kind": null},
                {"name": "gangway-testkit", "path": "/x/testkit", "kind": "dev"},
                {"name": "serde", "kind": null},
            ]}),
            json!({"name": "gangway-domain", "dependencies": []}),
            json!({"name": "gangway-testkit", "dependencies": []}),
        ];
        let names = names(&packages).unwrap();
        assert_eq!(
            edges(&packages, &names).unwrap(),
            [
                edge("gangway-app", "gangway-domain", false),
                edge("gangway-app", "gangway-testkit", true)
            ]
        );
    }
}
