//! Who may use a partner's dashboard, and who operates: both pages look the same.

use crate::errors;
use crate::figures::When;
use crate::form::Form;
use crate::seen::{At, OperatorSeen, Seen};
use axum::http::StatusCode;
use axum::response::Response;
use gangway_app::{Errand, Invitation, InvitationLink, Member, MemberError, StorageError};
use gangway_domain::{Email, PartnerId, PersonId, Role, Seat};
use serde::Serialize;

#[derive(Serialize)]
struct Content<'a> {
    members: Vec<MemberRow>,
    invitations: Vec<InvitationRow>,
    form: &'a Form,
    /// Where the forms of this page go.
    place: String,
    /// Whether there are roles to give.
    roles: bool,
    /// Whether links to new passwords may be made here.
    resets: bool,
    /// A link that was just made: for whom, and its address.
    link: Option<(String, String)>,
}

#[derive(Serialize)]
struct MemberRow {
    id: i64,
    name: String,
    email: String,
    role: Option<&'static str>,
    since: When,
    second_factor: bool,
    /// Herself.
    own: bool,
}

#[derive(Serialize)]
struct InvitationRow {
    id: i64,
    email: Option<String>,
    role: Option<&'static str>,
    reset: bool,
    ends: When,
}

/// Whose members these are: a partner's, or the operators.
struct Circle<'a> {
    seen: &'a Seen,
    at: Option<&'a At>,
}

impl Circle<'_> {
    fn partner(&self) -> Option<PartnerId> {
        self.at.map(|at| at.partner.id)
    }

    fn place(&self) -> String {
        self.at
            .map_or_else(|| "/operators".to_owned(), |at| at.place("/members"))
    }

    async fn draw(
        &self,
        status: StatusCode,
        form: &Form,
        link: Option<(String, String)>,
    ) -> Response {
        let guest = &self.seen.guest;
        let app = &guest.dashboard.app;
        let read = async {
            let members = app.members(self.partner()).await?;
            let invitations = app.invitations(self.partner()).await?;
            Ok::<_, StorageError>((members, invitations))
        };
        let (members, invitations) = match read.await {
            Ok(read) => read,
            Err(error) => return errors::failed(guest, &error),
        };
        let content = Content {
            members: members.iter().map(|m| self.member(m)).collect(),
            invitations: invitations.iter().map(|i| self.invitation(i)).collect(),
            form,
            place: guest.dashboard.path(&self.place()),
            roles: self.at.is_some(),
            resets: self.seen.viewer.is_operator(),
            link,
        };
        match self.at {
            Some(at) => at.draw(status, "members.html", &content),
            None => self.seen.draw(status, "members.html", &content),
        }
    }

    fn member(&self, member: &Member) -> MemberRow {
        let person = &member.person;
        MemberRow {
            id: person.id.row(),
            name: person.name.as_str().to_owned(),
            email: person.email.as_str().to_owned(),
            role: member.role.map(Role::name),
            since: When::new(member.since, self.seen.guest.locale),
            second_factor: person.second_factor,
            own: person.id == self.seen.viewer.view.person.id,
        }
    }

    fn invitation(&self, invitation: &Invitation) -> InvitationRow {
        let role = match invitation.errand {
            Errand::Join(Seat::Member(_, role)) => Some(role.name()),
            Errand::Join(Seat::Operator) | Errand::Reset(_) => None,
        };
        InvitationRow {
            id: invitation.id,
            email: invitation.email.as_ref().map(|e| e.as_str().to_owned()),
            role,
            reset: matches!(invitation.errand, Errand::Reset(_)),
            ends: When::new(invitation.ends_at, self.seen.guest.locale),
        }
    }

    /// Every form of the page, told apart by its button.
    async fn change(&self, mut form: Form) -> Response {
        let app = &self.seen.guest.dashboard.app;
        let viewer = &self.seen.viewer;
        let person = form.get("person").parse().ok().map(PersonId::from_row);
        let outcome = match (form.get("do"), person) {
            ("invite", _) => return self.invite(form).await,
            ("reset", Some(person)) if viewer.is_operator() => {
                return self.reset(person).await;
            }
            ("back", _) => {
                let id = form.get("invitation").parse().unwrap_or_default();
                app.take_invitation_back(viewer, self.partner(), id)
                    .await
                    .map(|()| "invitation-back")
            }
            ("remove", Some(person)) => app
                .remove_member(viewer, self.partner(), person)
                .await
                .map(|()| "member-removed"),
            ("role", Some(person)) => match (self.partner(), Role::from_name(form.get("role"))) {
                (Some(partner), Some(role)) => app
                    .set_role(viewer, partner, person, role)
                    .await
                    .map(|()| "saved"),
                _ => Err(MemberError::Unknown),
            },
            _ => Err(MemberError::Unknown),
        };
        match outcome {
            // She may have taken from herself what this page needs.
            Ok(_) if person == Some(viewer.view.person.id) => self.seen.guest.go("/"),
            Ok(said) => self.seen.done(&self.place(), said),
            Err(MemberError::Store(error)) => errors::failed(&self.seen.guest, &error),
            Err(MemberError::Unknown) => {
                form.refuse_all(self.seen.say("members-unknown"));
                self.draw(StatusCode::NOT_FOUND, &form, None).await
            }
            Err(MemberError::LastOne) => {
                form.refuse_all(self.seen.say("members-last-one"));
                self.draw(StatusCode::CONFLICT, &form, None).await
            }
        }
    }

    async fn invite(&self, mut form: Form) -> Response {
        let email = form.parsed(&self.seen.guest, "email", Email::parse);
        if matches!(email, Some(None)) {
            form.refuse("email", self.seen.say("field-required"));
        }
        let seat = match self.partner() {
            None => Some(Seat::Operator),
            Some(partner) => {
                Role::from_name(form.get("role")).map(|role| Seat::Member(partner, role))
            }
        };
        if seat.is_none() {
            form.refuse("role", self.seen.say("field-required"));
        }
        let (Some(Some(email)), Some(seat)) = (email, seat) else {
            return self
                .draw(StatusCode::UNPROCESSABLE_ENTITY, &form, None)
                .await;
        };
        let app = &self.seen.guest.dashboard.app;
        let whom = email.as_str().to_owned();
        match app.invite(&self.seen.viewer, seat, email).await {
            Ok(link) => self.linked(whom, &link).await,
            Err(error) => errors::failed(&self.seen.guest, &error),
        }
    }

    async fn reset(&self, person: PersonId) -> Response {
        let app = &self.seen.guest.dashboard.app;
        // Only somebody of this page.
        let members = app.members(self.partner()).await;
        let member = members.map(|members| members.into_iter().find(|m| m.person.id == person));
        let whom = match member {
            Ok(Some(member)) => member.person.email.as_str().to_owned(),
            Ok(None) => return errors::missing(&self.seen.guest),
            Err(error) => return errors::failed(&self.seen.guest, &error),
        };
        match app.reset_link(&self.seen.viewer.actor(), person).await {
            Ok(Some(link)) => self.linked(whom, &link).await,
            Ok(None) => errors::missing(&self.seen.guest),
            Err(error) => errors::failed(&self.seen.guest, &error),
        }
    }

    /// Shows a link this once.
    async fn linked(&self, whom: String, link: &InvitationLink) -> Response {
        let public = &self.seen.guest.dashboard.public_url;
        let link = Some((whom, link.url(public)));
        self.draw(StatusCode::OK, &Form::default(), link).await
    }
}

pub(crate) async fn operators(OperatorSeen(seen): OperatorSeen) -> Response {
    let circle = Circle {
        seen: &seen,
        at: None,
    };
    circle.draw(StatusCode::OK, &Form::default(), None).await
}

pub(crate) async fn change_operators(OperatorSeen(seen): OperatorSeen, form: Form) -> Response {
    let circle = Circle {
        seen: &seen,
        at: None,
    };
    circle.change(form).await
}

pub(crate) async fn page(at: At) -> Result<Response, Response> {
    at.may(Role::Owner)?;
    let circle = Circle {
        seen: &at.seen,
        at: Some(&at),
    };
    Ok(circle.draw(StatusCode::OK, &Form::default(), None).await)
}

pub(crate) async fn change(at: At, form: Form) -> Result<Response, Response> {
    at.may(Role::Owner)?;
    let circle = Circle {
        seen: &at.seen,
        at: Some(&at),
    };
    Ok(circle.change(form).await)
}
