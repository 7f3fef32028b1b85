//! How an operator sets up a server: a TOML file, over it the environment, over it flags.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use serde::Deserialize;

use crate::settings::{Limits, Settings};

/// Everything that can be set. The names in the file are the names here.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Config {
    /// Where to listen. Port 0 takes a free one.
    pub listen: SocketAddr,
    /// The folder with everything that the server keeps.
    pub data: PathBuf,
    /// Where clients reach the server. Without it: where it listens.
    pub origin: Option<String>,
    /// Certificate and key, if the server speaks TLS itself.
    pub tls: Option<Tls>,
    /// Whether a proxy is in front, whose last `x-forwarded-for` tells the client's address.
    pub behind_proxy: bool,
    /// Origins of web clients.
    pub web_origins: Vec<String>,
    /// Origins of patients' records that the page sends documents to.
    pub record_origins: Vec<String>,
    /// How e-mails leave the house; without it none do.
    pub mail: Option<Mail>,
    /// What is written to standard error.
    pub log: Log,
    /// Limits.
    pub limits: Limits,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            listen: SocketAddr::from(([127, 0, 0, 1], 8440)),
            data: PathBuf::from("verband-data"),
            origin: None,
            tls: None,
            behind_proxy: false,
            web_origins: Vec::new(),
            record_origins: Vec::new(),
            mail: None,
            log: Log::default(),
            limits: Limits::default(),
        }
    }
}

/// TLS files, in PEM.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Tls {
    /// The certificate with its chain.
    pub certificate: PathBuf,
    /// Its key.
    pub key: PathBuf,
}

/// The mail relay.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mail {
    /// Its host.
    pub relay: String,
    /// Its port, if it is not the usual one.
    pub port: Option<u16>,
    /// How the connection is protected.
    #[serde(default)]
    pub security: Security,
    /// Who logs in.
    pub user: Option<String>,
    /// A file whose one line is the password.
    pub password_file: Option<PathBuf>,
    /// Who e-mails are from: `Name <name@host>`.
    pub from: String,
    /// The authority of the relay's certificate (PEM), if it is not a public one.
    pub authority: Option<PathBuf>,
}

impl Mail {
    /// Its port: the usual one of the protection, if none is set.
    pub fn port(&self) -> u16 {
        self.port.unwrap_or(match self.security {
            Security::Starttls => 587,
            Security::Tls => 465,
            Security::None => 25,
        })
    }
}

/// How the connection to the mail relay is protected.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Security {
    /// By TLS that begins in the conversation, or not at all.
    #[default]
    Starttls,
    /// By TLS from the first byte.
    Tls,
    /// By nothing: for a relay on this machine.
    None,
}

/// What is written to standard error.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Log {
    /// How much.
    pub level: LogLevel,
    /// In which form.
    pub format: LogFormat,
}

impl Default for Log {
    fn default() -> Self {
        Self { level: LogLevel::Info, format: LogFormat::Text }
    }
}

/// How much is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, ValueEnum)]
#[serde(rename_all = "lowercase")]
pub enum LogLevel {
    /// Faults of the server.
    Error,
    /// What an operator should look at.
    Warn,
    /// A line for every request.
    Info,
    /// More for developers.
    Debug,
}

/// The form of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, ValueEnum)]
#[serde(rename_all = "lowercase")]
pub enum LogFormat {
    /// For people.
    Text,
    /// For programs.
    Json,
}

/// Settings from flags and environment.
#[derive(Debug, Clone, Default, Args)]
pub struct Flags {
    /// Configuration file (TOML).
    #[arg(long, env = "VERBAND_CONFIG", value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// Folder with everything that the server keeps.
    #[arg(long, env = "VERBAND_DATA", value_name = "DIR")]
    pub data: Option<PathBuf>,
    /// Address and port to listen on; port 0 takes a free one.
    #[arg(long, env = "VERBAND_LISTEN", value_name = "ADDR")]
    pub listen: Option<SocketAddr>,
    /// Where clients reach the server, for instance <https://verband.example>.
    #[arg(long, env = "VERBAND_ORIGIN", value_name = "URL")]
    pub origin: Option<String>,
    /// Certificate chain (PEM), to speak TLS without a proxy.
    #[arg(long, env = "VERBAND_TLS_CERTIFICATE", value_name = "FILE", requires = "tls_key")]
    pub tls_certificate: Option<PathBuf>,
    /// Key of the certificate (PEM).
    #[arg(long, env = "VERBAND_TLS_KEY", value_name = "FILE", requires = "tls_certificate")]
    pub tls_key: Option<PathBuf>,
    /// A proxy is in front and adds x-forwarded-for.
    #[arg(long, env = "VERBAND_BEHIND_PROXY", num_args = 0..=1, default_missing_value = "true", value_name = "BOOL")]
    pub behind_proxy: Option<bool>,
    /// Origin of a web client; may be given several times.
    #[arg(long = "web-origin", env = "VERBAND_WEB_ORIGINS", value_delimiter = ',', value_name = "URL")]
    pub web_origins: Vec<String>,
    /// Origin of a patient's record that the page sends documents to; may be given several times.
    #[arg(long = "record-origin", env = "VERBAND_RECORD_ORIGINS", value_delimiter = ',', value_name = "URL")]
    pub record_origins: Vec<String>,
    /// Bytes that each organisation may keep.
    #[arg(long, env = "VERBAND_ORGANISATION_BYTES", value_name = "BYTES")]
    pub organisation_bytes: Option<u64>,
    /// How much is written to standard error.
    #[arg(long, env = "VERBAND_LOG_LEVEL", value_name = "LEVEL")]
    pub log_level: Option<LogLevel>,
    /// In which form it is written.
    #[arg(long, env = "VERBAND_LOG_FORMAT", value_name = "FORMAT")]
    pub log_format: Option<LogFormat>,
}

/// What is wrong with the configuration.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// The file cannot be read.
    #[error("{file}: {error}")]
    Read {
        /// Which.
        file: PathBuf,
        /// Why.
        error: std::io::Error,
    },
    /// The file is not what is expected.
    #[error("{file}: {error}")]
    Parse {
        /// Which.
        file: PathBuf,
        /// Why and where.
        error: Box<toml::de::Error>,
    },
    /// The origin is none.
    #[error("the origin {0:?} is not of the form https://host or http://host:port")]
    Origin(String),
}

impl Config {
    /// Reads the file that the flags name, and sets over it what environment and flags say.
    ///
    /// # Errors
    /// See [`ConfigError`].
    pub fn load(flags: &Flags) -> Result<Self, ConfigError> {
        let mut config = flags.config.as_deref().map(Self::read).transpose()?.unwrap_or_default();
        let set = flags.clone();
        replace(&mut config.data, set.data);
        replace(&mut config.listen, set.listen);
        replace(&mut config.behind_proxy, set.behind_proxy);
        replace(&mut config.limits.organisation_bytes, set.organisation_bytes);
        replace(&mut config.log.level, set.log_level);
        replace(&mut config.log.format, set.log_format);
        config.origin = set.origin.or(config.origin);
        if let (Some(certificate), Some(key)) = (set.tls_certificate, set.tls_key) {
            config.tls = Some(Tls { certificate, key });
        }
        if !set.web_origins.is_empty() {
            config.web_origins = set.web_origins;
        }
        if !set.record_origins.is_empty() {
            config.record_origins = set.record_origins;
        }
        for origin in config.origin.iter().chain(&config.web_origins).chain(&config.record_origins) {
            check_origin(origin)?;
        }
        Ok(config)
    }

    fn read(file: &Path) -> Result<Self, ConfigError> {
        let text = std::fs::read_to_string(file).map_err(|error| ConfigError::Read { file: file.into(), error })?;
        toml::from_str(&text).map_err(|error| ConfigError::Parse { file: file.into(), error: error.into() })
    }

    /// The settings of a server that listens at an address.
    pub fn settings(&self, listening: SocketAddr) -> Settings {
        let scheme = if self.tls.is_some() { "https" } else { "http" };
        let origin = self.origin.clone().unwrap_or_else(|| format!("{scheme}://{listening}"));
        Settings {
            behind_proxy: self.behind_proxy,
            web_origins: self.web_origins.clone(),
            record_origins: self.record_origins.clone(),
            limits: self.limits.clone(),
            ..Settings::new(origin)
        }
    }
}

fn replace<T>(value: &mut T, by: Option<T>) {
    if let Some(by) = by {
        *value = by;
    }
}

/// An origin as browsers write it: scheme, host and port, and nothing after them. It becomes a part of headers, so that
/// characters that no host has are none here either.
fn check_origin(origin: &str) -> Result<(), ConfigError> {
    let rest = origin.strip_prefix("https://").or_else(|| origin.strip_prefix("http://"));
    let of_a_host = |letter: char| letter.is_ascii_alphanumeric() || "-._:[]".contains(letter);
    match rest {
        Some(rest) if !rest.is_empty() && rest.chars().all(of_a_host) => Ok(()),
        _ => Err(ConfigError::Origin(origin.to_owned())),
    }
}
