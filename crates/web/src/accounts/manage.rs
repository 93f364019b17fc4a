//! What an administrator does with accounts: list, make, give and take roles, disable, new password.

use app::accounts::{self, AccountRow, Change, Grant, NewAccount, access};
use app::db::list::Paged;
use app::ports::{Cell, Sheet, SheetColumn};
use askama::Template;
use axum::extract::{Path, State};
use kernel::{Error, OrgId, Role, Scope, UserId};

use crate::shell::{
    Answer, AppState, Choice, FileKind, Form, ListQuery, Page, Reader, Routes, download, html,
    see_other,
};

pub(super) fn router() -> Routes {
    Routes::new()
        .get("/akun", access::LIST, list)
        .get("/akun/baru", access::MANAGE, new)
        .post("/akun/baru", access::MANAGE, create)
        .get("/akun/{id}", access::LIST, show)
        .post("/akun/{id}/peran", access::MANAGE, grant)
        .post("/akun/{id}/peran/cabut", access::MANAGE, revoke)
        .post("/akun/{id}/nonaktif", access::MANAGE, disable)
        .post("/akun/{id}/sandi", access::MANAGE, set_password)
}

#[derive(Template)]
#[template(path = "accounts/list.html")]
struct List {
    page: Page,
    list: ListQuery,
    rows: Paged<AccountRow>,
}

async fn list(State(state): State<AppState>, page: Page, list: ListQuery) -> Answer {
    let rows = accounts::list(&state.app.db, page.today, list.request.clone()).await?;
    if list.xlsx {
        return export(&state, &page, &rows);
    }
    html(&List {
        page: page.title("accounts-list"),
        list,
        rows,
    })
}

fn export(state: &AppState, page: &Page, rows: &Paged<AccountRow>) -> Answer {
    let column = |key: &str, width| SheetColumn {
        header: page.t(key).into_owned(),
        width,
        choices: Vec::new(),
    };
    let sheet = Sheet {
        name: page.t("accounts-list").into_owned(),
        columns: vec![
            column("accounts-name", 32),
            column("accounts-login", 24),
            column("accounts-roles", 40),
        ],
        rows: rows
            .rows
            .iter()
            .map(|row| {
                vec![
                    Cell::Text(row.account.name.clone()),
                    Cell::Text(row.account.login.clone()),
                    Cell::Text(role_names(page, &row.grants)),
                ]
            })
            .collect(),
        notes: Vec::new(),
    };
    let bytes = state.app.ports.sheets.xlsx(&[sheet])?;
    Ok(download(FileKind::Xlsx, "akun", page.today, bytes))
}

fn role_names(page: &Page, grants: &[Grant]) -> String {
    let names: Vec<_> = grants
        .iter()
        .map(|grant| page.t(format!("role-{}", grant.role)))
        .collect();
    names.join(", ")
}

#[derive(Template)]
#[template(path = "accounts/new.html")]
struct New {
    page: Page,
    form: Form,
    roles: Vec<Choice>,
    opds: Vec<Choice>,
}

async fn choices(state: &AppState, page: &Page) -> kernel::Result<(Vec<Choice>, Vec<Choice>)> {
    let roles = Role::ALL
        .iter()
        .filter(|role| !matches!(role, Role::Pegawai | Role::Host | Role::Mentor))
        .map(|role| Choice::new(role, page.t(format!("role-{role}"))))
        .collect();
    let opds = app::organisations::all_opd(&state.app.db).await?;
    Ok((
        roles,
        opds.into_iter()
            .map(|opd| Choice::new(opd.id, opd.name))
            .collect(),
    ))
}

/// A role with its OPD where one is chosen; roles of an OPD need one.
fn read_grant(fields: &mut Reader<'_>) -> Option<(Role, Scope)> {
    let role: Option<Role> = fields.choice("role");
    let opd: Option<OrgId> = fields.optional_choice("opd");
    let role = role?;
    let needs_opd = matches!(role, Role::Opd | Role::Atasan);
    match opd {
        Some(opd) => Some((role, Scope::Org(opd))),
        None if needs_opd => {
            fields.wrong("opd", "accounts-scope-missing");
            None
        }
        None => Some((role, Scope::All)),
    }
}

async fn new(State(state): State<AppState>, page: Page) -> Answer {
    let (roles, opds) = choices(&state, &page).await?;
    let form = Form::new(&page);
    let page = page.crumb("/akun", "accounts-list").title("accounts-new");
    html(&New {
        page,
        form,
        roles,
        opds,
    })
}

async fn create(State(state): State<AppState>, page: Page, form: Form) -> Answer {
    let read = form.read(|fields| {
        let grant = read_grant(fields);
        NewAccount {
            login: fields.text("login", 64),
            name: fields.text("name", 120),
            password: Some(fields.text("password", 256)),
            person_id: None,
            grants: grant.into_iter().collect(),
        }
    });
    let outcome = match read {
        Ok(new) => accounts::create(&state.app, page.signed_in()?, new).await,
        Err(error) => Err(error),
    };
    match outcome {
        Ok(id) => Ok(see_other(&format!("/akun/{id}"))),
        Err(error) => {
            let (roles, opds) = choices(&state, &page).await?;
            let page = page.crumb("/akun", "accounts-list").title("accounts-new");
            form.again(error, |form| {
                html(&New {
                    page,
                    form,
                    roles,
                    opds,
                })
            })
        }
    }
}

#[derive(Template)]
#[template(path = "accounts/show.html")]
struct Show {
    page: Page,
    form: Form,
    action: String,
    account: accounts::Account,
    grants: Vec<(Grant, String)>,
    roles: Vec<Choice>,
    opds: Vec<Choice>,
}

async fn render(state: &AppState, page: Page, form: Form, id: UserId) -> kernel::Result<Show> {
    let account = accounts::account(&state.app.db, id).await?;
    let mut grants = Vec::new();
    for grant in accounts::grants_of(&state.app.db, id, page.today).await? {
        let scope = match &grant.scope {
            Scope::Org(org) => app::organisations::get(&state.app.db, *org).await?.name,
            Scope::All => page.t("accounts-scope-all").into_owned(),
            Scope::Person(_) => page.t("accounts-scope-person").into_owned(),
            Scope::Host(_) => page.t("accounts-scope-host").into_owned(),
            Scope::Nothing => String::new(),
        };
        grants.push((grant, scope));
    }
    let (roles, opds) = choices(state, &page).await?;
    let page = page
        .crumb("/akun", "accounts-list")
        .title_name(account.name.clone());
    let action = format!("/akun/{id}/peran");
    Ok(Show {
        page,
        form,
        action,
        account,
        grants,
        roles,
        opds,
    })
}

async fn show(State(state): State<AppState>, page: Page, Path(id): Path<UserId>) -> Answer {
    let form = Form::new(&page);
    html(&render(&state, page, form, id).await?)
}

async fn answer(
    state: AppState,
    page: Page,
    form: Form,
    id: UserId,
    outcome: kernel::Result<()>,
) -> Answer {
    match outcome {
        Ok(()) => Ok(see_other(&format!("/akun/{id}"))),
        Err(error) => {
            let shown = render(&state, page, form.clone(), id).await?;
            form.again(error, |form| html(&Show { form, ..shown }))
        }
    }
}

async fn grant(
    State(state): State<AppState>,
    page: Page,
    Path(id): Path<UserId>,
    form: Form,
) -> Answer {
    let today = page.today;
    let outcome = match form.read(read_grant) {
        Ok(Some((role, scope))) => {
            let change = Change {
                account: id,
                role,
                scope,
                valid_from: today,
                valid_to: None,
            };
            accounts::grant(&state.app, page.signed_in()?, change).await
        }
        Ok(None) => Err(Error::invalid_field("role", "error-choice")),
        Err(error) => Err(error),
    };
    answer(state, page, form, id, outcome).await
}

async fn revoke(
    State(state): State<AppState>,
    page: Page,
    Path(id): Path<UserId>,
    form: Form,
) -> Answer {
    // The row is named by its position in the list of today: scope and dates never travel through the browser.
    let grants = accounts::grants_of(&state.app.db, id, page.today).await?;
    let position: Option<usize> = form.value("row").parse().ok();
    let outcome = match position.and_then(|position| grants.get(position)) {
        Some(grant) => {
            let change = Change {
                account: id,
                role: grant.role,
                scope: grant.scope.clone(),
                valid_from: grant.valid_from,
                valid_to: grant.valid_to,
            };
            accounts::revoke(&state.app, page.signed_in()?, change).await
        }
        None => Err(Error::not_found()),
    };
    answer(state, page, form, id, outcome).await
}

async fn disable(
    State(state): State<AppState>,
    page: Page,
    Path(id): Path<UserId>,
    form: Form,
) -> Answer {
    let outcome = accounts::disable(&state.app, page.signed_in()?, id).await;
    answer(state, page, form, id, outcome).await
}

async fn set_password(
    State(state): State<AppState>,
    page: Page,
    Path(id): Path<UserId>,
    form: Form,
) -> Answer {
    let outcome = match form.read(|fields| fields.text("password", 256)) {
        Ok(text) => accounts::set_password(&state.app, page.signed_in()?, id, &text).await,
        Err(error) => Err(error),
    };
    answer(state, page, form, id, outcome).await
}
