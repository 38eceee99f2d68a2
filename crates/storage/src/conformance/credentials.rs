//! Credentials of partners.

use super::world::{Client, World, at, patiently, text};
use crate::{
    CREDENTIALS_IN_FORCE, Credential, IssueOutcome, NewCredential, NewToken, Rotation,
    RotationOutcome, Secrets, Store,
};
use gangway_domain::{ClientId, Hash256, PartnerId};
use std::sync::Arc;
use tokio::task::JoinSet;

/// A credential and its secret.
struct Held {
    credential: Credential,
    secret: Hash256,
}

impl World {
    fn draft_credential(&self, partner: PartnerId, made: u64) -> NewCredential {
        NewCredential {
            client_id: ClientId::parse(&format!("more{}", self.serial())).unwrap(),
            partner,
            label: None,
            secret: self.hash(),
            created_at: at(made),
        }
    }

    async fn credential(&self, partner: PartnerId) -> Held {
        let new = self.draft_credential(partner, 3);
        let secret = new.secret;
        let made = self.store.create_credential(new).await.unwrap();
        Held {
            credential: made.unwrap(),
            secret,
        }
    }

    /// A token that is asked for at this second.
    async fn asked(&self, held: &Held, secret: Hash256, now: u64) -> Result<Hash256, IssueOutcome> {
        let token = self.hash();
        let new = NewToken {
            partner: held.credential.partner,
            credential: held.credential.client_id.clone(),
            token,
            secret,
            issued_at: at(now),
            expires_at: at(now + 3600),
        };
        match self.store.issue_token(new).await.unwrap() {
            IssueOutcome::Issued => Ok(token),
            outcome => Err(outcome),
        }
    }

    async fn opens(&self, token: &Hash256) -> bool {
        self.store.token_grant(token).await.unwrap().is_some()
    }

    async fn try_rotate(
        &self,
        held: &Held,
        secret: Hash256,
        now: u64,
        until: Option<u64>,
    ) -> RotationOutcome {
        let rotation = Rotation {
            at: at(now),
            partner: held.credential.partner,
            client_id: held.credential.client_id.clone(),
            secret,
            overlap_until: until.map(at),
        };
        self.store.rotate_credential(rotation).await.unwrap()
    }

    /// At the time 50.
    async fn rotate(&self, held: &Held, secret: Hash256, until: Option<u64>) -> Credential {
        let rotated = self.try_rotate(held, secret, 50, until).await;
        rotated.rotated().unwrap()
    }

    async fn revoke(&self, held: &Held, now: u64) -> bool {
        let Credential {
            partner, client_id, ..
        } = &held.credential;
        let revoked = self.store.revoke_credential(*partner, client_id, at(now));
        revoked.await.unwrap()
    }

    async fn secrets_of(&self, held: &Held) -> Option<Secrets> {
        let client_id = &held.credential.client_id;
        self.store.secrets(client_id).await.unwrap()
    }
}

fn first_of(client: &Client) -> Held {
    Held {
        credential: Credential {
            client_id: client.partner.client_id.clone(),
            partner: client.id(),
            label: None,
            created_at: client.partner.created_at,
            former_until: None,
            revoked_at: None,
        },
        secret: client.secret,
    }
}

pub async fn a_partner_comes_with_its_first_credential(store: Arc<dyn Store>) {
    let world = World::new(store);
    let client = world.client().await;
    let first = first_of(&client);
    let held = world.store.credentials(client.id()).await.unwrap();
    assert_eq!(held, std::slice::from_ref(&first.credential));
    let expected = Secrets {
        partner: client.id(),
        secret: client.secret,
        former: None,
        suspended: false,
    };
    assert_eq!(world.secrets_of(&first).await, Some(expected.clone()));
    let suspended = world
        .store
        .set_suspended(&client.partner.client_id, Some(at(1)));
    suspended.await.unwrap();
    let then = Secrets {
        suspended: true,
        ..expected
    };
    assert_eq!(world.secrets_of(&first).await, Some(then));
    let stranger = ClientId::parse("stranger").unwrap();
    assert_eq!(world.store.secrets(&stranger).await.unwrap(), None);
}

pub async fn credentials_are_listed_oldest_first(store: Arc<dyn Store>) {
    let world = World::new(store);
    let (one, two) = (world.client().await, world.client().await);
    let later = NewCredential {
        label: Some(text("Shop")),
        ..world.draft_credential(one.id(), 9)
    };
    let expected = Credential {
        client_id: later.client_id.clone(),
        label: later.label.clone(),
        created_at: at(9),
        ..first_of(&one).credential
    };
    let made = world.store.create_credential(later).await.unwrap();
    assert_eq!(made, Some(expected.clone()));
    let earlier = world.credential(one.id()).await.credential;
    let listed = world.store.credentials(one.id()).await.unwrap();
    assert_eq!(listed, [first_of(&one).credential, earlier, expected]);
    let others = world.store.credentials(two.id()).await.unwrap();
    assert_eq!(others, [first_of(&two).credential]);
}

pub async fn a_client_id_names_one_credential_of_all_partners(store: Arc<dyn Store>) {
    let world = World::new(store);
    let (one, two) = (world.client().await, world.client().await);
    let held = world.credential(one.id()).await;
    for taken in [&held.credential.client_id, &one.partner.client_id] {
        let new = NewCredential {
            client_id: taken.clone(),
            ..world.draft_credential(two.id(), 1)
        };
        assert!(world.store.create_credential(new).await.is_err());
    }
    let new = crate::NewPartner {
        client_id: held.credential.client_id.clone(),
        ..world.draft_partner()
    };
    assert!(world.store.create_partner(new).await.is_err());
    assert_eq!(world.store.partners().await.unwrap().len(), 2);
    let kept = world.secrets_of(&held).await.unwrap();
    assert_eq!((kept.partner, kept.secret), (one.id(), held.secret));
    // Only the first one's id names the partner.
    let found = world.store.partner_by_client_id(&one.partner.client_id);
    assert_eq!(found.await.unwrap(), Some(one.partner.clone()));
    let found = world.store.partner_by_client_id(&held.credential.client_id);
    assert_eq!(found.await.unwrap(), None);
    let nobody = PartnerId::from_row(two.id().row() + 1_000);
    let new = world.draft_credential(nobody, 1);
    assert!(world.store.create_credential(new).await.is_err());
}

pub async fn ten_credentials_are_in_force_at_most(store: Arc<dyn Store>) {
    let world = World::new(store);
    let (one, two) = (world.client().await, world.client().await);
    let mut made = JoinSet::new();
    for _ in 0..CREDENTIALS_IN_FORCE + 5 {
        let world = world.clone();
        let new = world.draft_credential(one.id(), 1);
        made.spawn(async move { patiently(|| world.store.create_credential(new.clone())).await });
    }
    let made = made.join_all().await;
    let made = made.into_iter().filter_map(Result::unwrap);
    let made: Vec<Credential> = made.collect();
    assert_eq!(made.len() + 1, CREDENTIALS_IN_FORCE as usize);
    world.credential(two.id()).await;
    // One that is revoked leaves its place to another.
    let revoked = world
        .store
        .revoke_credential(one.id(), &made[0].client_id, at(2));
    assert!(revoked.await.unwrap());
    let create = async || {
        let new = world.draft_credential(one.id(), 3);
        world.store.create_credential(new).await.unwrap()
    };
    assert!(create().await.is_some());
    assert!(create().await.is_none());
    let listed = world.store.credentials(one.id()).await.unwrap();
    assert_eq!(listed.len(), CREDENTIALS_IN_FORCE as usize + 1);
}

pub async fn each_credential_has_its_own_secret_and_tokens(store: Arc<dyn Store>) {
    let world = World::new(store);
    let client = world.client().await;
    let (first, second) = (first_of(&client), world.credential(client.id()).await);
    let other = world.client().await;
    for held in [&first, &second] {
        let token = world.asked(held, held.secret, 5).await.unwrap();
        let grant = world.store.token_grant(&token).await.unwrap().unwrap();
        assert_eq!(grant.partner, client.id());
    }
    let changed = Err(IssueOutcome::CredentialChanged);
    assert_eq!(world.asked(&first, second.secret, 5).await, changed);
    assert_eq!(world.asked(&second, first.secret, 5).await, changed);
    let stolen = Held {
        credential: Credential {
            partner: other.id(),
            ..second.credential.clone()
        },
        secret: second.secret,
    };
    assert_eq!(world.asked(&stolen, second.secret, 5).await, changed);
}

pub async fn a_rotation_with_no_overlap_ends_the_credentials_tokens(store: Arc<dyn Store>) {
    let world = World::new(store);
    let client = world.client().await;
    let (first, second) = (first_of(&client), world.credential(client.id()).await);
    let kept = world.asked(&first, first.secret, 5).await.unwrap();
    let tokens = [
        world.asked(&second, second.secret, 5).await.unwrap(),
        world.asked(&second, second.secret, 6).await.unwrap(),
    ];
    let secret = world.hash();
    let rotated = world.rotate(&second, secret, None).await;
    assert_eq!(rotated, second.credential);
    for token in &tokens {
        assert!(!world.opens(token).await);
    }
    assert!(world.opens(&kept).await, "another credential's");
    let stored = world.secrets_of(&second).await.unwrap();
    assert_eq!((stored.secret, stored.former), (secret, None));
    let former = world.asked(&second, second.secret, 7).await;
    assert_eq!(former, Err(IssueOutcome::CredentialChanged));
    world.asked(&second, secret, 7).await.unwrap();
}

pub async fn an_overlap_keeps_the_former_secret_for_a_while(store: Arc<dyn Store>) {
    let world = World::new(store);
    let client = world.client().await;
    let held = first_of(&client);
    let token = world.asked(&held, held.secret, 5).await.unwrap();
    let secret = world.hash();
    let rotated = world.rotate(&held, secret, Some(100)).await;
    let expected = Credential {
        former_until: Some(at(100)),
        ..held.credential.clone()
    };
    assert_eq!(rotated, expected);
    let listed = world.store.credentials(client.id()).await.unwrap();
    assert_eq!(listed, [expected]);
    let stored = world.secrets_of(&held).await.unwrap();
    assert_eq!(stored.secret, secret);
    assert_eq!(stored.former, Some((held.secret, at(100))));
    assert!(world.opens(&token).await);
    world.asked(&held, secret, 99).await.unwrap();
    let late = world.asked(&held, held.secret, 99).await.unwrap();
    let over = world.asked(&held, held.secret, 100).await;
    assert_eq!(over, Err(IssueOutcome::CredentialChanged));
    assert!(world.opens(&late).await, "it has its hour");

    // Another one while the first still works: none of the two that may be in use ends.
    let third = world.hash();
    let refused = world.try_rotate(&held, third, 99, Some(200)).await;
    assert_eq!(refused, RotationOutcome::OverlapRuns(at(100)));
    assert_eq!(world.secrets_of(&held).await.unwrap(), stored);
    // Once it works no more, the next one takes its place, and one without an overlap ends both.
    let rotated = world.try_rotate(&held, third, 100, Some(300)).await;
    assert_eq!(rotated.rotated().unwrap().former_until, Some(at(300)));
    world.asked(&held, secret, 299).await.unwrap();
    let first = world.asked(&held, held.secret, 101).await;
    assert_eq!(first, Err(IssueOutcome::CredentialChanged));
    let fourth = world.hash();
    let rotated = world.rotate(&held, fourth, None).await;
    assert_eq!(rotated.former_until, None);
    let gone = world.asked(&held, third, 50).await;
    assert_eq!(gone, Err(IssueOutcome::CredentialChanged));
    assert!(!world.opens(&token).await && !world.opens(&late).await);
    world.asked(&held, fourth, 50).await.unwrap();
}

pub async fn a_revoked_credential_opens_nothing_for_good(store: Arc<dyn Store>) {
    let world = World::new(store);
    let client = world.client().await;
    let (first, second) = (first_of(&client), world.credential(client.id()).await);
    let kept = world.asked(&first, first.secret, 5).await.unwrap();
    let token = world.asked(&second, second.secret, 5).await.unwrap();
    let secret = world.hash();
    world.rotate(&second, secret, Some(500)).await;
    assert!(world.revoke(&second, 9).await);
    assert!(!world.revoke(&second, 10).await, "twice");
    assert!(!world.opens(&token).await);
    assert!(world.opens(&kept).await, "another credential's");
    for secret in [secret, second.secret] {
        let refused = world.asked(&second, secret, 11).await;
        assert_eq!(refused, Err(IssueOutcome::CredentialChanged));
    }
    assert_eq!(world.secrets_of(&second).await, None);
    let rotation = Rotation {
        partner: client.id(),
        client_id: second.credential.client_id.clone(),
        secret: world.hash(),
        at: at(6),
        overlap_until: None,
    };
    let rotated = world.store.rotate_credential(rotation).await.unwrap();
    assert_eq!(rotated, RotationOutcome::Unknown, "it does not come back");
    let revoked = Credential {
        revoked_at: Some(at(9)),
        ..second.credential
    };
    let listed = world.store.credentials(client.id()).await.unwrap();
    assert_eq!(listed, [first.credential.clone(), revoked]);

    // The last one may go, too; the partner keeps its name.
    assert!(world.revoke(&first, 12).await);
    assert!(!world.opens(&kept).await);
    let found = world.store.partner_by_client_id(&client.partner.client_id);
    assert_eq!(found.await.unwrap(), Some(client.partner));
}

pub async fn a_partner_touches_only_its_own_credentials(store: Arc<dyn Store>) {
    let world = World::new(store);
    let (one, two) = (world.client().await, world.client().await);
    let held = world.credential(one.id()).await;
    let token = world.asked(&held, held.secret, 5).await.unwrap();
    let client_id = &held.credential.client_id;
    let revoked = world.store.revoke_credential(two.id(), client_id, at(6));
    assert!(!revoked.await.unwrap());
    let rotation = Rotation {
        partner: two.id(),
        client_id: client_id.clone(),
        secret: world.hash(),
        at: at(6),
        overlap_until: None,
    };
    let rotated = world.store.rotate_credential(rotation).await.unwrap();
    assert_eq!(rotated, RotationOutcome::Unknown);
    assert!(world.opens(&token).await);
    assert_eq!(world.secrets_of(&held).await.unwrap().secret, held.secret);
}

pub async fn a_token_raced_by_a_revocation_does_not_stay(store: Arc<dyn Store>) {
    let world = World::new(store);
    let client = world.client().await;
    for _ in 0..20 {
        let held = world.credential(client.id()).await;
        let token = world.hash();
        let new = NewToken {
            partner: client.id(),
            credential: held.credential.client_id.clone(),
            token,
            secret: held.secret,
            issued_at: at(5),
            expires_at: at(3600),
        };
        let issue = {
            let store = Arc::clone(&world.store);
            let issue = async move { patiently(|| store.issue_token(new.clone())).await.unwrap() };
            tokio::spawn(issue)
        };
        let revoke = {
            let store = Arc::clone(&world.store);
            let id = held.credential.client_id.clone();
            let partner = client.id();
            let revoke =
                async move { patiently(|| store.revoke_credential(partner, &id, at(6))).await };
            tokio::spawn(revoke)
        };
        issue.await.unwrap();
        assert!(revoke.await.unwrap().unwrap());
        assert!(!world.opens(&token).await);
    }
}
