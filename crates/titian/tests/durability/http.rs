//! A client of one page after another, as small as the tests need: it knows cookies, forms and what was answered.

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// An answer, wholly received: what a person would have seen.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub head: String,
    pub body: Vec<u8>,
}

impl Answer {
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }
}

/// One part of a form.
pub enum Part<'a> {
    Text(&'a str, &'a str),
    File(&'a str, &'a str, &'a [u8]),
}

/// Somebody with a session.
#[derive(Clone)]
pub struct Client {
    pub address: String,
    pub cookie: String,
}

impl Client {
    /// Signs in; the session lives in the server, so that it outlasts a restart.
    pub async fn sign_in(address: &str, login: &str, password: &str) -> Self {
        let guest = Self {
            address: address.to_owned(),
            cookie: String::new(),
        };
        let parts = [Part::Text("login", login), Part::Text("password", password)];
        let answer = guest.post("/masuk", &parts).await.unwrap();
        assert_eq!(answer.status, 303, "{}", answer.text());
        let cookie = answer.head.lines().find_map(|line| {
            let (name, value) = line.split_once(": ")?;
            let set = name.eq_ignore_ascii_case("set-cookie");
            set.then(|| value.split(';').next().unwrap_or_default().to_owned())
        });
        Self {
            cookie: cookie.expect("a session"),
            ..guest
        }
    }

    /// Reads a page; `None` when the server ended before it had answered.
    pub async fn get(&self, path: &str) -> Option<Answer> {
        self.send(&format!("GET {path} HTTP/1.0\r\n"), &[]).await
    }

    /// Sends a form; `None` when the server ended before it had answered: nothing was acknowledged.
    pub async fn post(&self, path: &str, parts: &[Part<'_>]) -> Option<Answer> {
        let mut body = Vec::new();
        for part in parts {
            body.extend_from_slice(b"--batas-contoh\r\nContent-Disposition: form-data; ");
            match part {
                Part::Text(name, value) => {
                    body.extend_from_slice(format!("name=\"{name}\"\r\n\r\n{value}").as_bytes());
                }
                Part::File(name, file, bytes) => {
                    let head = format!("name=\"{name}\"; filename=\"{file}\"\r\n\r\n");
                    body.extend_from_slice(head.as_bytes());
                    body.extend_from_slice(bytes);
                }
            }
            body.extend_from_slice(b"\r\n");
        }
        body.extend_from_slice(b"--batas-contoh--\r\n");
        let head = format!(
            "POST {path} HTTP/1.0\r\nContent-Type: multipart/form-data; boundary=batas-contoh\r\n\
             Content-Length: {}\r\nOrigin: http://{}\r\nSec-Fetch-Site: same-origin\r\n",
            body.len(),
            self.address
        );
        self.send(&head, &body).await
    }

    async fn send(&self, head: &str, body: &[u8]) -> Option<Answer> {
        let mut stream = TcpStream::connect(&self.address).await.ok()?;
        let head = format!(
            "{head}Host: {}\r\nCookie: {}\r\nConnection: close\r\n\r\n",
            self.address, self.cookie
        );
        stream.write_all(head.as_bytes()).await.ok()?;
        stream.write_all(body).await.ok()?;
        let mut bytes = Vec::new();
        stream.read_to_end(&mut bytes).await.ok()?;
        let end = bytes.windows(4).position(|four| four == b"\r\n\r\n")?;
        let head = String::from_utf8_lossy(bytes.get(..end)?).into_owned();
        let body = bytes.get(end + 4..)?.to_vec();
        let status = head.split(' ').nth(1)?.parse().ok()?;
        // An answer that was cut off is none.
        let promised = head.lines().find_map(|line| {
            let (name, value) = line.split_once(": ")?;
            let length = name.eq_ignore_ascii_case("content-length");
            length.then(|| value.parse::<usize>().ok())?
        });
        let whole = promised.is_none_or(|length| length == body.len());
        whole.then_some(Answer { status, head, body })
    }
}
