//! Who may use the dashboard.

use super::{at, hash, text};
use crate::{
    AuditOutcome, Errand, JoinOutcome, NewAuditEntry, NewInvitation, NewPerson, NewSession, Store,
};
use gangway_domain::{Email, Language, PartnerId, PasswordHash, PersonId, Role, Sealed, Seat};

/// Makes a member of each partner, every third of them an operator as well, with an invitation, a session,
/// wrong tries and entries of the audit log.
pub(super) async fn fill(store: &dyn Store, partner: PartnerId, n: u64) {
    let role = Role::ALL[usize::try_from(n % 3).unwrap()];
    let email = Email::parse("email", &format!("Person{n}@example.com")).unwrap();
    let secret = hash(n + 70_000);
    let invitation = |secret, errand| NewInvitation {
        secret,
        errand,
        email: email.clone(),
        by: None,
        made_at: at(n),
        ends_at: at(n + 100_000),
    };
    let seat = Errand::Join(Seat::Member(partner, role));
    store.invite(invitation(secret, seat)).await.unwrap();
    let session = NewSession {
        session: hash(n + 80_000),
        person: PersonId::from_row(0),
        opened_at: at(n),
        ends_at: at(n + 200_000),
        code_owed: false,
    };
    let newcomer = NewPerson {
        email: email.clone().unwrap(),
        name: text("Dana"),
        password: PasswordHash::from_phc("$argon2id$sample".to_owned()),
        language: Language::parse("language", "he").unwrap(),
    };
    let joined = store.join_new(&secret, newcomer, session).await.unwrap();
    let JoinOutcome::Joined(person) = joined else {
        panic!("{joined:?}");
    };
    if n.is_multiple_of(3) {
        let secret = hash(n + 90_000);
        let operator = invitation(secret, Errand::Join(Seat::Operator));
        store.invite(operator).await.unwrap();
        store.join(&secret, person, at(n)).await.unwrap();
        let totp = Sealed::from_bytes(vec![9; 60]);
        assert!(
            store
                .add_totp(person, totp, 7, &hash(n + 80_000))
                .await
                .unwrap()
        );
    }
    let reset = invitation(hash(n + 60_000), Errand::Reset(person));
    store.invite(reset).await.unwrap();
    let again = NewInvitation {
        by: Some(person),
        ..invitation(hash(n + 50_000), seat)
    };
    store.invite(again).await.unwrap();
    store.count_try(&hash(n), at(n)).await.unwrap();
    let entry = NewAuditEntry {
        at: at(n),
        person: Some(person),
        actor: "dana@example.com".to_owned(),
        partner: (!n.is_multiple_of(2)).then_some(partner),
        action: "account.create".to_owned(),
        subject: "972501234567".to_owned(),
        address: n.is_multiple_of(2).then(|| "192.0.2.1".to_owned()),
    };
    let id = store.audit(entry).await.unwrap();
    store.audit_ended(id, AuditOutcome::Done).await.unwrap();
}
