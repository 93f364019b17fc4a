//! The port for e-mail on lettre: SMTP with TLS by rustls. Nothing here logs an address, a subject or a password.

use std::sync::Arc;
use std::time::{Duration, SystemTime};

use app::ports::{Mail, MailFailure, SendMail, Sending};
use kernel::{Error, Result, Text};
use lettre::message::Mailbox;
use lettre::message::header::{ContentTransferEncoding, ContentType, HeaderName, HeaderValue};
use lettre::transport::smtp;
use lettre::{AsyncSmtpTransport, AsyncTransport as _, Message, Tokio1Executor};

use crate::config::Config;

/// How long one answer of the server may take; an attempt has several and must end within its lease.
const ANSWER: Duration = Duration::from_secs(10);
/// How long an attempt may last in all.
const ATTEMPT: Duration = Duration::from_secs(30);

/// Codes with which a server refuses an address or an e-mail for good (RFC 5321, 4.2.3).
const NEVER: &[i64] = &[550, 551, 553];
/// Codes with which it refuses us: not signed in, wrong password, TLS wanted (RFC 4954, 6).
const NOT_LET_IN: &[i64] = &[530, 534, 535, 538];

/// The mail server that `config` names.
///
/// # Errors
/// Invalid when URL or sender cannot be read, and when a password would go over the network without encryption.
pub fn server(config: &Config) -> Result<Option<Arc<dyn SendMail>>> {
    let Some(url) = &config.smtp_url.value else {
        return Ok(None);
    };
    let sender = config.mail_from.value.as_deref().unwrap_or_default();
    let from: Mailbox = sender
        .parse()
        .map_err(|_| Error::invalid(Text::new("error-mail-sender").with("value", sender)))?;
    if bare_password(url) {
        return Err(Error::invalid("error-smtp-bare"));
    }
    // The reason may quote the URL, which holds the password.
    let transport = AsyncSmtpTransport::<Tokio1Executor>::from_url(url)
        .map_err(|_| Error::invalid("error-smtp-url"))?
        .timeout(Some(ANSWER))
        .build();
    Ok(Some(Arc::new(Smtp { transport, from })))
}

/// Whether the URL holds a password that would travel bare to another machine.
fn bare_password(url: &str) -> bool {
    let Some(rest) = url.strip_prefix("smtp://") else {
        return false;
    };
    let Some((_, server)) = rest.rsplit_once('@') else {
        return false;
    };
    let local = ["localhost", "127.0.0.1", "[::1]"]
        .iter()
        .any(|name| server.starts_with(name));
    !local && !server.contains("tls=required")
}

struct Smtp {
    transport: AsyncSmtpTransport<Tokio1Executor>,
    from: Mailbox,
}

/// The e-mail as it goes over the wire; `None` when the address cannot stand in a header.
fn message(from: &Mailbox, mail: &Mail) -> Option<Message> {
    let id = format!("<{}@{}>", mail.id, from.email.domain());
    let at = u64::try_from(mail.at.0).ok()?;
    // RFC 3834: no out-of-office note shall answer it.
    let automatic = HeaderName::new_from_ascii_str("Auto-Submitted");
    Message::builder()
        .from(from.clone())
        .to(Mailbox::new(None, mail.to.parse().ok()?))
        .message_id(Some(id))
        .date(SystemTime::UNIX_EPOCH + Duration::from_micros(at))
        .subject(mail.subject.clone())
        .raw_header(HeaderValue::new(automatic, "auto-generated".to_owned()))
        .header(ContentType::TEXT_PLAIN)
        .header(ContentTransferEncoding::QuotedPrintable)
        .body(mail.text.clone())
        .ok()
}

fn failure(error: &smtp::Error) -> MailFailure {
    let Some(code) = error.status() else {
        return MailFailure::Unreachable;
    };
    let code = i64::from(u16::from(code));
    if NOT_LET_IN.contains(&code) {
        MailFailure::Unreachable
    } else if NEVER.contains(&code) {
        MailFailure::Never(code)
    } else {
        MailFailure::Later(code)
    }
}

impl SendMail for Smtp {
    fn send<'a>(&'a self, mail: &'a Mail) -> Sending<'a> {
        Box::pin(async move {
            let message = message(&self.from, mail).ok_or(MailFailure::Never(0))?;
            match tokio::time::timeout(ATTEMPT, self.transport.send(message)).await {
                Ok(Ok(_)) => Ok(()),
                Ok(Err(error)) => Err(failure(&error)),
                Err(_) => Err(MailFailure::Unreachable),
            }
        })
    }

    fn probe(&self) -> Sending<'_> {
        Box::pin(async move {
            match tokio::time::timeout(ATTEMPT, self.transport.test_connection()).await {
                Ok(Ok(true)) => Ok(()),
                Ok(Err(error)) => Err(failure(&error)),
                Ok(Ok(false)) | Err(_) => Err(MailFailure::Unreachable),
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_travels_encrypted_or_not_at_all() {
        for bare in [
            "smtp://a:b@surel.contoh.go.id:25",
            "smtp://a:b@10.0.0.2?tls=opportunistic",
        ] {
            assert!(bare_password(bare), "{bare}");
        }
        for kept in [
            "smtp://surel.contoh.go.id",
            "smtp://a:b@127.0.0.1:2525",
            "smtp://a:b@surel.contoh.go.id?tls=required",
            "smtps://a:b@surel.contoh.go.id",
        ] {
            assert!(!bare_password(kept), "{kept}");
        }
    }

    #[test]
    fn every_attempt_has_the_same_message_id_and_no_header_can_be_slipped_in() {
        let from: Mailbox = "Titian <titian@contoh.go.id>".parse().unwrap();
        let mut mail = Mail {
            id: "01920000-0000-7000-8000-000000000001".into(),
            to: "sari@contoh.go.id".into(),
            subject: "Titian: usulan\r\nBcc: lain@contoh.go.id".into(),
            text: "Sebuah usulan perlu perbaikan – batas 17 Agustus 2026\n".into(),
            at: kernel::Timestamp(1_795_000_000_000_000),
        };
        let sent = String::from_utf8(message(&from, &mail).unwrap().formatted()).unwrap();
        let id = "Message-ID: <01920000-0000-7000-8000-000000000001@contoh.go.id>\r\n";
        assert!(sent.contains(id), "{sent}");
        let (head, _) = sent.split_once("\r\n\r\n").unwrap();
        assert!(!head.lines().any(|line| line.starts_with("Bcc")), "{head}");
        assert!(head.contains("Auto-Submitted: auto-generated"));
        mail.to = "sari@contoh.go.id\r\nRCPT TO:<lain@contoh.go.id>".into();
        assert!(message(&from, &mail).is_none());
    }
}
