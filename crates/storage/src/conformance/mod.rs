//! What every store has to do, as tests.
//!
//! A store's test binary writes one line:
//!
//! ```ignore
//! gangway_storage::conformance_tests!(make_store);
//! ```
//!
//! where `make_store` is an async function that gives an empty store as `Arc<dyn Store>`
//! and something that keeps it alive (a temporary folder, say). The macro makes one test a
//! case, so no store can leave one out. `conformance_tests!(coverage make_store);` makes
//! one more test that fails when a method of the store traits is exercised by no case:
//! that is so for every store or for none, and so the quickest one asks.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    missing_docs,
    reason = "this is test code; each case is named after what it asserts"
)]

pub mod accounts;
pub mod audit;
pub mod branding;
pub mod claims;
pub mod connected;
pub mod create;
pub mod credentials;
mod crowd;
pub mod deliveries;
pub mod desk;
pub mod dialogs;
pub mod domains;
pub mod endpoints;
pub mod events;
pub mod failing;
pub mod filters;
pub mod finish;
pub mod invitations;
pub mod jobs;
pub mod lease;
pub mod limits;
pub mod links;
pub mod live;
pub mod members;
pub mod numbers;
pub mod paging;
pub mod partners;
pub mod reconnect;
mod recording;
pub mod recovery;
pub mod registered;
pub mod remove;
pub mod replay;
pub mod revision;
mod sending;
pub mod sessions;
pub mod states;
pub mod steps;
pub mod takeback;
pub mod takeover;
pub mod timeline;
pub mod tokens;
pub mod told;
pub mod visit;
pub mod waits;
mod world;

pub use recording::{METHODS, Seen};

/// Makes one test of each case of the suite. See [`conformance`](crate::conformance).
#[macro_export]
macro_rules! conformance_tests {
    (@cases $rule:ident $($make:expr)?) => {
        $crate::conformance_tests! { @$rule [$($make)?]
            partners::a_partner_reads_back_as_it_was_made,
            partners::partners_come_oldest_first,
            partners::a_client_id_belongs_to_one_partner,
            partners::suspending_keeps_the_first_time_and_resuming_clears_it,
            partners::unknown_client_ids_change_nothing,
            domains::a_partner_has_one_domain_until_it_is_taken_away,
            domains::a_domain_belongs_to_one_partner,
            domains::of_all_who_want_one_domain_at_once_one_gets_it,
            domains::a_list_and_a_token_know_the_domain_of_their_revision,
            credentials::a_partner_comes_with_its_first_credential,
            credentials::credentials_are_listed_oldest_first,
            credentials::a_client_id_names_one_credential_of_all_partners,
            credentials::ten_credentials_are_in_force_at_most,
            credentials::each_credential_has_its_own_secret_and_tokens,
            credentials::a_rotation_with_no_overlap_ends_the_credentials_tokens,
            credentials::an_overlap_keeps_the_former_secret_for_a_while,
            credentials::a_revoked_credential_opens_nothing_for_good,
            credentials::a_partner_touches_only_its_own_credentials,
            credentials::a_token_raced_by_a_revocation_does_not_stay,
            tokens::a_token_opens_its_partner_until_its_own_end,
            tokens::a_token_needs_the_credential_in_force,
            tokens::a_suspended_partner_gets_no_token,
            tokens::suspending_ends_tokens_for_good,
            tokens::rotating_the_secret_ends_tokens_at_once,
            tokens::issuing_drops_only_the_partners_own_dead_tokens,
            tokens::ending_tokens_leaves_other_partners_alone,
            accounts::an_account_reads_back_in_full,
            accounts::a_bare_account_reads_back,
            accounts::unknown_slugs_find_nothing,
            accounts::links_and_landing_pages_are_unique_over_all_partners,
            accounts::an_account_needs_a_partner,
            accounts::a_refused_account_leaves_nothing_behind,
            accounts::partners_do_not_see_each_others_accounts,
            create::the_answer_is_the_accounts_fragment,
            create::a_repeated_key_gives_the_first_answer,
            create::the_first_answer_outlives_what_happens_to_the_account,
            create::a_key_with_another_body_is_refused,
            create::a_key_belongs_to_one_partner,
            create::an_old_key_is_forgotten,
            create::using_a_key_does_not_keep_it,
            create::a_create_without_a_number_does_not_use_up_its_key,
            create::concurrent_creates_with_one_key_make_one_account,
            create::thousands_of_concurrent_creates_all_arrive_once,
            numbers::candidates_are_tried_in_order,
            numbers::a_number_is_handed_out_once_over_all_partners,
            numbers::a_number_is_not_reused_after_a_removal,
            numbers::a_number_is_not_reused_after_a_finish,
            numbers::nobodys_real_number_is_handed_out,
            numbers::concurrent_creates_never_share_a_number,
            numbers::only_a_finished_number_is_listed_as_real,
            remove::a_removed_account_is_gone_from_the_list,
            remove::a_removed_account_is_still_known_by_its_link,
            remove::removing_erases_a_grant_without_a_token,
            remove::a_finished_account_stays,
            remove::only_the_partners_own_accounts_are_removed,
            remove::every_unfinished_state_can_be_removed,
            remove::what_was_live_once_is_not_removed,
            remove::assets_are_in_use_while_an_account_stands_on_them,
            revision::it_grows_exactly_when_the_list_changes,
            revision::writers_read_their_own_writes,
            revision::concurrent_changes_are_each_counted,
            revision::a_snapshot_belongs_to_its_revision,
            filters::the_snapshot_is_newest_first,
            filters::nothing_asked_is_the_whole_list,
            filters::finished_and_unfinished,
            filters::kind_of_link,
            filters::exact_reference,
            filters::exact_number,
            filters::whole_seconds_of_creation,
            filters::search_looks_in_the_five_fields,
            filters::search_ignores_case_in_every_script,
            filters::search_knows_no_wild_cards_and_no_borders,
            filters::search_finds_the_number_of_the_moment,
            filters::filters_hold_together,
            paging::every_order_is_by_code_points_with_the_id_as_tie_breaker,
            paging::pages_visit_each_account_once_in_every_order,
            paging::a_full_last_page_has_no_next,
            paging::pages_stay_true_while_accounts_come_and_go,
            visit::looking_moves_only_a_fresh_account,
            visit::pressing_the_button_starts_and_restarts,
            visit::a_new_session_forgets_the_old_ones_claims,
            visit::only_the_latest_session_may_claim,
            visit::leaving_the_dialog_is_noted_with_its_step,
            visit::a_late_cancel_does_not_disturb_a_set_up,
            visit::closed_accounts_take_no_visits,
            visit::the_latest_session_is_known_also_after_the_finish,
            lease::a_code_is_exchanged_once_over_all_accounts,
            lease::concurrent_claims_of_one_code_have_one_winner,
            lease::a_lease_keeps_others_out_until_it_ends,
            lease::a_busy_account_does_not_use_up_a_code,
            lease::resuming_needs_a_token,
            lease::each_step_is_stored,
            lease::a_new_token_has_to_prove_again_but_keeps_the_pin,
            lease::another_number_forgets_the_later_steps,
            lease::only_the_holder_writes,
            lease::a_halt_gives_the_lease_back_with_the_problem,
            lease::closed_accounts_are_not_claimed,
            takeover::an_ended_lease_is_taken_over_with_what_is_known,
            takeover::a_set_up_without_a_token_is_taken_over_as_well,
            takeover::only_set_ups_in_work_are_taken_over,
            takeover::the_longest_waiting_is_taken_over_first,
            takeover::concurrent_takers_never_share_a_set_up,
            takeover::a_lease_is_prolonged_by_its_holder_only,
            takeover::what_is_handed_over_is_free_at_once_and_wakes,
            takeover::what_is_sealed_is_found_the_probe_first,
            takeover::the_first_key_probe_stays,
            finish::the_real_number_is_listed_with_status_one,
            finish::only_the_holder_finishes_and_only_once,
            finish::a_number_is_finished_once_for_a_partner,
            finish::a_number_may_be_finished_by_two_partners,
            finish::a_temporary_number_is_nobodys_real_number,
            finish::an_account_removed_meanwhile_does_not_finish,
            finish::a_finish_with_no_business_told,
            finish::finish_and_removal_raced_end_in_one_of_the_two,
            dialogs::a_turn_comes_back_once,
            dialogs::a_turn_that_comes_back_late_does_not_count,
            dialogs::a_turn_comes_back_to_the_account_as_it_is_now,
            dialogs::a_new_link_ends_what_began_on_the_old_one,
            dialogs::a_removal_forgets_the_turns_of_its_account,
            dialogs::turns_that_are_long_over_are_cleared_away,
            dialogs::only_the_latest_turns_of_an_account_are_kept,
            dialogs::concurrent_returns_have_one_first,
            jobs::what_meta_told_comes_back_as_it_was,
            jobs::each_thing_is_kept_once,
            jobs::one_thing_told_many_times_at_once_is_one_job,
            jobs::a_batch_of_a_thousand_is_kept_and_wakes,
            jobs::the_longest_due_job_is_taken_first,
            jobs::a_job_is_one_workers_until_its_lease_ends,
            jobs::a_job_that_waits_keeps_its_place_by_its_new_time,
            jobs::concurrent_workers_never_share_a_job,
            jobs::only_what_is_done_and_old_is_forgotten,
            links::an_account_is_found_by_every_number_it_had,
            links::a_new_link_takes_the_old_ones_place,
            links::only_the_partner_renews_what_is_not_live,
            links::an_expired_link_comes_to_life_as_a_new_one,
            links::a_wish_for_a_new_link_counts_once_until_it_is_fulfilled,
            links::a_finish_fulfils_the_wish_for_a_new_link,
            links::open_wishes_for_a_new_link_are_listed_the_oldest_first,
            links::links_expire_at_their_time_the_oldest_first,
            links::links_expire_where_the_account_says_so,
            links::a_customer_in_the_dialog_is_waited_for,
            live::accounts_are_found_by_what_they_proved,
            live::accounts_are_found_by_their_real_number,
            live::attempts_come_latest_first_with_what_is_known,
            live::the_latest_two_hundred_attempts_are_enough,
            live::a_number_is_cut_off_and_comes_back,
            live::the_newest_fact_of_each_matter_is_kept,
            live::the_claim_list_holds_each_once_oldest_first,
            reconnect::the_same_number_comes_back_through_the_link,
            reconnect::another_number_takes_the_place_of_the_old_one,
            reconnect::the_number_of_another_account_stays_taken,
            reconnect::a_number_that_was_cut_off_is_not_handed_out,
            reconnect::what_is_cut_off_goes_on_with_its_token,
            recovery::a_recovered_token_takes_the_place_of_a_code,
            recovery::the_recovered_mark_lasts_until_a_new_code,
            recovery::a_recovered_finish_says_so,
            recovery::a_set_up_in_work_is_not_recovered,
            recovery::only_one_of_many_recovers,
            states::a_press_on_the_button_follows_the_state_machine,
            states::a_code_follows_the_state_machine,
            states::a_resumption_needs_a_token_in_every_state,
            states::a_recovery_follows_the_state_machine,
            states::nobody_writes_without_the_lease_in_any_state,
            states::a_new_link_follows_the_state_machine,
            states::cutting_off_follows_the_state_machine,
            states::a_removal_follows_the_state_machine,
            steps::a_step_counts_its_tries_until_it_is_done,
            steps::a_step_of_every_run_is_counted_anew_once_it_has_ended,
            steps::a_failed_or_skipped_step_keeps_what_was_said,
            steps::steps_come_in_their_order,
            steps::a_pin_that_is_drawn_ends_no_step,
            steps::a_new_code_keeps_the_steps_of_the_number,
            steps::a_resumption_keeps_all_steps,
            takeback::what_a_removed_account_had_done_is_taken_back_at_once,
            takeback::a_run_under_way_is_waited_for,
            takeback::a_run_that_ends_hastens_the_job_and_wakes,
            takeback::only_a_removed_accounts_grant_is_erased,
            takeback::a_removed_account_stands_on_nothing,
            timeline::the_way_through_is_told_in_order,
            timeline::what_does_not_happen_is_not_told,
            timeline::the_latest_events_are_kept,
            waits::a_set_up_that_waits_is_taken_up_when_it_is_due,
            waits::what_waits_and_what_was_left_are_taken_in_one_order,
            waits::a_step_tried_again_at_once_keeps_the_lease,
            waits::somebody_who_asks_does_not_wait_for_the_next_try,
            waits::nobody_calls_before_the_time_that_meta_asked_for,
            waits::a_halt_may_ask_to_wait_as_well,
            waits::a_new_code_goes_on_while_meta_asked_to_wait,
            waits::pressing_the_button_leaves_a_wait_alone,
            waits::a_finish_forgets_the_wait,
            waits::a_pin_that_the_customer_gave_is_kept_by_the_claim,
            waits::a_number_that_somebody_chose_is_what_has_to_be_proved_next,
            claims::what_is_told_is_due_to_the_endpoint_at_once,
            claims::the_longest_due_are_claimed_first,
            claims::a_claim_is_one_senders_until_its_lease_ends,
            claims::events_of_an_account_wait_for_its_earlier_ones,
            claims::what_was_not_tried_is_waited_for_though_it_is_not_due,
            claims::a_claim_holds_at_most_one_of_an_account,
            claims::an_abandoned_claim_is_taken_before_what_waits_for_it,
            claims::accounts_and_tests_do_not_wait_for_each_other,
            claims::nothing_is_sent_where_nothing_may_be,
            claims::concurrent_senders_never_share_a_delivery,
            deliveries::a_delivery_is_tried_until_it_is_taken,
            deliveries::a_delivery_fails_for_good,
            deliveries::what_is_given_back_untried_is_due_at_once,
            deliveries::a_whole_batch_ends_at_once,
            deliveries::a_lost_lease_keeps_its_attempt_and_leaves_the_rest,
            deliveries::what_was_taken_is_delivered_whoever_sent_it,
            deliveries::deliveries_come_newest_first_as_they_are_asked_for,
            endpoints::the_first_address_makes_an_endpoint_with_a_secret,
            endpoints::a_change_leaves_what_it_does_not_name,
            endpoints::a_secret_that_is_replaced_signs_for_a_while,
            endpoints::an_address_switches_on_again_what_was_off,
            events::events_are_read_page_by_page,
            events::filters_of_events_hold_together,
            events::none_since_an_instant_is_left_out_for_another_clock,
            events::what_is_seen_is_followed_by_nothing_lower,
            events::old_events_are_forgotten_with_all_that_became_of_them,
            failing::the_time_of_failing_begins_and_ends,
            failing::what_fails_for_five_days_is_switched_off,
            failing::who_takes_one_of_many_is_not_failing,
            failing::failures_far_apart_are_not_one_time_of_failing,
            failing::who_wants_no_more_is_heard_whatever_else_it_took,
            failing::who_wants_no_more_is_switched_off_at_once,
            failing::an_endpoint_that_was_cleared_is_not_switched_off,
            limits::calls_are_counted_in_a_window_that_moves,
            limits::a_registration_by_a_partner_counts_as_a_code,
            limits::of_many_calls_at_once_only_so_many_are_made,
            limits::a_number_has_the_pin_that_was_kept_last,
            limits::who_draws_a_pin_at_once_gets_the_same,
            registered::a_number_is_kept_as_it_comes_to_be_verified,
            registered::codes_are_counted_for_an_hour_whoever_asks,
            registered::a_number_has_one_holder_over_all_partners,
            registered::so_many_numbers_of_a_partner_wait_and_no_more,
            registered::a_link_takes_a_number_and_its_end_gives_it_back,
            registered::a_number_that_is_withdrawn_gets_no_link,
            registered::what_a_customer_connects_waits_no_more,
            registered::a_customer_who_brings_another_number_leaves_the_registered_one,
            registered::of_many_at_once_one_gets_the_number,
            registered::of_a_number_that_waits_its_partner_is_told_in_time,
            branding::a_partner_without_branding_has_none,
            branding::a_branding_reads_back_in_full_and_is_its_partners_own,
            branding::a_change_of_branding_leaves_what_it_does_not_name,
            branding::colours_that_cannot_be_read_change_nothing,
            branding::a_logo_has_to_be_kept_first,
            branding::a_picture_reads_back_and_is_kept_once,
            branding::what_an_address_gave_is_known_for_its_partner,
            branding::an_account_remembers_its_picture,
            branding::a_picture_that_nothing_refers_to_is_forgotten,
            branding::pictures_in_use_do_not_keep_the_others_from_being_forgotten,
            invitations::the_first_operator_comes_by_a_link,
            invitations::invitations_are_listed_where_they_belong,
            invitations::an_invitation_works_until_its_time,
            invitations::an_invitation_works_once,
            invitations::of_many_who_follow_one_link_one_gets_the_seat,
            invitations::an_invitation_is_taken_back_where_it_belongs,
            invitations::a_newer_invitation_takes_the_older_ones_place,
            invitations::of_many_made_at_once_one_invitation_works,
            invitations::an_address_is_somebodys_whatever_its_case,
            invitations::of_many_with_one_address_one_comes,
            invitations::a_link_runs_its_own_errand,
            invitations::a_new_password_ends_the_links_to_another,
            invitations::a_reset_ends_the_sessions_and_the_second_factor,
            sessions::a_session_shows_what_its_person_may_do_now,
            sessions::a_session_works_until_its_end,
            sessions::a_session_remembers_its_latest_use,
            sessions::sessions_are_ended_one_by_one_or_all_but_one,
            sessions::a_session_opens_for_what_is_in_force_only,
            sessions::a_sign_in_raced_by_a_new_password_leaves_no_session,
            sessions::a_code_is_taken_once,
            sessions::a_second_factor_is_never_replaced_by_another,
            sessions::of_many_who_give_one_code_one_is_signed_in,
            sessions::tries_are_held_up_ever_longer,
            sessions::tries_are_forgotten_after_a_day,
            sessions::tries_clear_away_what_is_over,
            sessions::of_many_tries_at_once_each_counts,
            members::who_came_first_comes_first,
            members::a_member_who_is_invited_again_gets_the_higher_role,
            members::the_last_owner_stays,
            members::the_last_operator_stays,
            members::who_may_invite_no_more_leaves_no_invitation_behind,
            members::of_two_owners_who_remove_each_other_one_stays,
            members::of_two_operators_who_remove_each_other_one_stays,
            audit::an_entry_reads_back_and_says_how_it_ended,
            audit::filters_of_the_log_hold_together,
            audit::tries_of_strangers_do_not_fill_the_log,
            desk::rows_are_found_by_text_in_any_case,
            desk::rows_are_narrowed_by_kind_and_time,
            desk::rows_of_each_state_are_counted_whatever_is_shown,
            desk::rows_stand_in_each_order_both_ways,
            desk::pages_of_rows_cover_all_of_them_once,
            desk::an_account_is_read_for_its_own_partner_only,
            desk::milestones_are_of_the_first_time,
            desk::milestones_of_many_accounts_are_read_at_once,
            desk::a_milestone_comes_with_those_before_it,
            desk::the_funnel_counts_by_the_week_of_creation,
            desk::the_funnel_says_where_customers_left,
            desk::usage_is_of_each_partner_with_accounts,
            connected::those_that_have_finished_are_connected_the_latest_first,
            connected::what_is_counted_is_shown_for_its_month,
            connected::counts_are_kept_for_thirteen_months,
            connected::the_longest_due_is_counted_first_and_by_one,
            connected::a_finish_makes_its_account_due_again,
            connected::what_is_due_always_has_an_account_that_stands_on_it,
            connected::deleting_a_number_follows_the_state_machine,
            connected::a_deleted_number_is_gone_and_its_end_is_told,
            connected::a_deletion_can_be_repeated_until_the_number_comes_back,
            connected::counts_stay_while_somebody_else_lists_the_number,
            connected::a_deleted_number_can_be_registered_anew,
            replay::what_was_told_before_there_was_an_endpoint_can_be_sent,
            replay::a_delivery_that_waits_is_due_and_an_ended_one_is_followed,
            replay::a_repetition_keeps_its_place_behind_its_account,
            replay::nothing_is_repeated_where_nothing_is_sent,
            replay::all_that_did_not_arrive_is_sent_again_page_by_page,
            replay::a_test_is_an_event_of_its_own,
            told::every_step_of_the_way_is_told_with_the_account_as_it_is_then,
            told::the_end_of_a_link_is_told_and_a_new_one_is_not,
            told::a_finish_tells_the_number_that_it_replaced,
            told::a_repeated_create_is_told_once_and_a_refused_one_never,
            told::events_are_counted_without_gaps_by_partner_and_by_account,
            told::those_who_send_are_woken_where_something_is_queued,
        }
    };
    (@tests [$make:expr] $($module:ident :: $case:ident),* $(,)?) => {
        $(
            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $case() {
                let (store, _kept) = $make().await;
                $crate::conformance::$module::$case(store).await;
            }
        )*
    };
    (@coverage [$make:expr] $($module:ident :: $case:ident),* $(,)?) => {
        #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
        async fn every_method_of_the_store_is_exercised() {
            let seen = $crate::conformance::Seen::default();
            $(
                {
                    let (store, _kept) = $make().await;
                    $crate::conformance::$module::$case(seen.recording(store)).await;
                }
            )*
            assert_eq!(seen.missing(), Vec::<&str>::new(), "no case calls these");
        }
    };
    (@names [] $($module:ident :: $case:ident),* $(,)?) => {
        [$((stringify!($module), stringify!($case))),*]
    };
    (coverage $make:expr) => {
        $crate::conformance_tests! { @cases coverage $make }
    };
    ($make:expr) => {
        $crate::conformance_tests! { @cases tests $make }
    };
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    /// A case that is written but not in the macro's list would run on no store.
    #[test]
    fn every_case_is_in_the_list() {
        let listed: BTreeSet<(&str, &str)> = BTreeSet::from(conformance_tests!(@cases names));
        let mut written = BTreeSet::new();
        for (module, source) in [
            ("accounts", include_str!("accounts.rs")),
            ("audit", include_str!("audit.rs")),
            ("branding", include_str!("branding.rs")),
            ("claims", include_str!("claims.rs")),
            ("connected", include_str!("connected.rs")),
            ("create", include_str!("create.rs")),
            ("credentials", include_str!("credentials.rs")),
            ("deliveries", include_str!("deliveries.rs")),
            ("desk", include_str!("desk.rs")),
            ("dialogs", include_str!("dialogs.rs")),
            ("domains", include_str!("domains.rs")),
            ("endpoints", include_str!("endpoints.rs")),
            ("events", include_str!("events.rs")),
            ("failing", include_str!("failing.rs")),
            ("filters", include_str!("filters.rs")),
            ("finish", include_str!("finish.rs")),
            ("invitations", include_str!("invitations.rs")),
            ("jobs", include_str!("jobs.rs")),
            ("lease", include_str!("lease.rs")),
            ("limits", include_str!("limits.rs")),
            ("links", include_str!("links.rs")),
            ("live", include_str!("live.rs")),
            ("members", include_str!("members.rs")),
            ("numbers", include_str!("numbers.rs")),
            ("paging", include_str!("paging.rs")),
            ("partners", include_str!("partners.rs")),
            ("reconnect", include_str!("reconnect.rs")),
            ("recovery", include_str!("recovery.rs")),
            ("registered", include_str!("registered.rs")),
            ("remove", include_str!("remove.rs")),
            ("replay", include_str!("replay.rs")),
            ("revision", include_str!("revision.rs")),
            ("sessions", include_str!("sessions.rs")),
            ("states", include_str!("states.rs")),
            ("steps", include_str!("steps.rs")),
            ("takeback", include_str!("takeback.rs")),
            ("takeover", include_str!("takeover.rs")),
            ("timeline", include_str!("timeline.rs")),
            ("tokens", include_str!("tokens.rs")),
            ("told", include_str!("told.rs")),
            ("visit", include_str!("visit.rs")),
            ("waits", include_str!("waits.rs")),
        ] {
            for line in source.lines() {
                if let Some(rest) = line.strip_prefix("pub async fn ") {
                    written.insert((module, rest.split('(').next().unwrap()));
                }
            }
        }
        assert_eq!(written, listed);
        let own = include_str!("mod.rs");
        let modules = own
            .lines()
            .filter(|line| line.starts_with("pub mod "))
            .count();
        let covered: BTreeSet<&str> = written.iter().map(|(module, _)| *module).collect();
        assert_eq!(
            covered.len(),
            modules,
            "a module of cases is not looked at here"
        );
    }
}
